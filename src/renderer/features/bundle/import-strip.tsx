import { useEffect, useState } from 'react';
import { bytesWords } from '../../../shared/projections/words.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useStore } from '../../ui/store.ts';
import type { ImportController } from './import-controller.ts';
import './bundle.css';

/** What becomes of a bundle that is being opened, and the place where one can be dropped: the whole page. */
export function ImportStrip({
  controller,
  onFiles,
}: {
  controller: ImportController;
  onFiles(files: readonly File[]): void;
}) {
  const over = useDrop(onFiles);
  return (
    <>
      <ImportBanner controller={controller} />
      {over && (
        <div className="drop-place" data-testid="drop-place">
          <p>Drop the bundle to open it</p>
        </div>
      )}
    </>
  );
}

function ImportBanner({ controller }: { controller: ImportController }) {
  const state = useStore(controller.state);
  switch (state.phase) {
    case 'idle':
      return null;
    case 'sending':
      return (
        <div className="banner" role="status" data-testid="import-banner">
          <span>
            Opening {state.fileName}
            {state.waiting > 0 && `, ${state.waiting} more after it`}
          </span>
          <progress aria-label="Progress of the import" max={state.total} value={state.sent} />
          <span className="grow quiet">
            {bytesWords(state.sent)} of {bytesWords(state.total)}
          </span>
          <button type="button" onClick={controller.cancel}>
            Cancel import
          </button>
        </div>
      );
    case 'checking':
      return (
        <div className="banner" role="status" data-testid="import-banner">
          Checking {state.fileName}…
        </div>
      );
    case 'already':
      return (
        <div className="banner" role="status" data-testid="import-banner">
          <span className="grow">Session {state.sessionId} is there already; nothing was imported.</span>
          <button type="button" onClick={controller.dismiss}>
            Dismiss
          </button>
        </div>
      );
    case 'failed':
      return (
        <div className="banner problem-banner" role="alert" data-testid="import-banner">
          <span className="problem" aria-hidden="true">
            ✕
          </span>
          <span className="grow">
            {state.problems.map(problem => (
              <span key={problem}>{problem} </span>
            ))}
          </span>
          <CopyButton text={state.problems.join('\n')} what="what went wrong" />
          <button type="button" onClick={controller.dismiss}>
            Dismiss
          </button>
        </div>
      );
  }
}

/** Says whether a file is being dragged over the page. A file that nobody takes must not replace the page. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsZip = (event: DragEvent) =>
      [...(event.dataTransfer?.items ?? [])].some(item => item.kind === 'file' && /zip/.test(item.type || 'zip'));
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (holdsZip(event)) setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [onFiles]);
  return over;
}
