import { CopyButton } from './copy-button.tsx';

/** Why something did not work, in words, to be read out and copied: people paste it to whoever can help. */
export function Problem({ words }: { words: string }) {
  return (
    <p className="problem-line">
      <span className="problem" role="alert">
        ✕ {words}
      </span>
      <CopyButton text={words} what="what went wrong" />
    </p>
  );
}
