import { CopyButton } from '../../ui/copy-button.tsx';

type ValueProps = {
  /** As the form of Genesys Cloud calls it. */
  name: string;
  text: string | undefined;
  /** Dots instead of the value, which can be copied all the same. */
  hidden?: boolean;
  /** Only shows what it may look like: there is nothing to copy. */
  example?: boolean;
  /** In place of a value. */
  missing?: string;
  /** What it is, and what it is not. */
  sentence: string;
};

/** One field of a form: its name, its value to copy, and a sentence. */
export function Value({ name, text, hidden = false, example = false, missing = '', sentence }: ValueProps) {
  const there = text !== undefined && text !== '';
  return (
    <div className="setup-value" data-value={name}>
      <span>{name}</span>
      <span className="setup-text">
        {there ? (
          <code>
            {example && 'such as '}
            {hidden ? '••••••••••••••••' : text}
          </code>
        ) : (
          <span className="warning">{missing}</span>
        )}
      </span>
      {there && !example ? <CopyButton text={text} what={name} /> : <span />}
      <p className="quiet">{sentence}</p>
    </div>
  );
}
