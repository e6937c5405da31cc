import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';

type ConfirmProps = {
  /** The button that asks for it. */
  label: string;
  /** Completes the label for those who cannot see the place. */
  what: string;
  title: string;
  /** What will happen, and what cannot be had back. */
  children: ReactNode;
  /** The button that does it: a verb. */
  verb: string;
  onConfirm(): void;
};

/** A button for what cannot be undone: asks once, and is left by Escape. */
export function ConfirmButton({ label, what, title, children, verb, onConfirm }: ConfirmProps) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger aria-label={`${label} ${what}`}>{label}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="dialog-backdrop" />
        <AlertDialog.Popup className="dialog confirm">
          <AlertDialog.Title className="confirm-title">{title}</AlertDialog.Title>
          <AlertDialog.Description>{children}</AlertDialog.Description>
          <div className="row confirm-buttons">
            <AlertDialog.Close>Cancel</AlertDialog.Close>
            <AlertDialog.Close className="primary" onClick={onConfirm}>
              {verb}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
