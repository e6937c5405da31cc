import type { InputHTMLAttributes } from 'react';

type SecretProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'autoComplete' | 'onChange'> & {
  onValue(value: string): void;
};

/** A field for a key or a secret: nobody reads along, and no browser keeps it. */
export function SecretInput({ className = '', onValue, ...rest }: SecretProps) {
  return (
    <input
      {...rest}
      className={`mono ${className}`.trim()}
      type="password"
      autoComplete="off"
      spellCheck={false}
      onChange={event => onValue(event.target.value)}
    />
  );
}
