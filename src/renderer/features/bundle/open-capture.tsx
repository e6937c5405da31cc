import { useRef } from 'react';

/** A button that opens a bundle from a file. */
export function OpenCapture({
  disabled,
  onFile,
  label,
}: {
  disabled: boolean;
  onFile(file: File): void;
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
        hidden
        aria-label="Bundle to open"
        onChange={event => {
          const file = event.target.files?.[0];
          // The same file can be chosen again.
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
