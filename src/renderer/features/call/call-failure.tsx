import { CopyButton } from '../../ui/copy-button.tsx';
import type { CallRequest, LastCall } from './call-controller.ts';

type FailureProps = { last: LastCall; onPlace(request: CallRequest): void; onDismiss(): void };

/** Why the last call failed; where only the microphone was missing, the same call with a caller that needs none. */
export function CallFailure({ last, onPlace, onDismiss }: FailureProps) {
  const { words, withoutMicrophone } = last;
  return (
    <div className="banner problem-banner" role="alert" data-testid="call-failure">
      <span className="problem" aria-hidden="true">
        ✕
      </span>
      <span className="grow">{words}</span>
      {withoutMicrophone && (
        <button type="button" onClick={() => onPlace(withoutMicrophone)}>
          Let a script talk
        </button>
      )}
      <CopyButton text={words} what="what went wrong" />
      <button type="button" onClick={onDismiss}>
        Dismiss
      </button>
    </div>
  );
}
