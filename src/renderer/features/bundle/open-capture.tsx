import { useRef } from 'react';

/** A button that opens bundles from files. */
export function OpenCapture({
  disabled,
  onFiles,
  label,
}: {
  disabled: boolean;
  onFiles(files: readonly File[]): void;
  label: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        title="Open a support bundle; you can drop it anywhere, too"
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        multiple
        hidden
        aria-label="Bundle to open"
        onChange={event => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
