type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Where a key moves the selection to in a list of `count`, from place `at` (-1: nothing is selected). */
export function moveTo(event: Pressed, at: number, count: number, page: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return undefined;
  // Capital letters are commands.
  const key = event.shiftKey && event.key.length === 1 ? '' : event.key;
  const clamped = (place: number) => Math.max(0, Math.min(count - 1, place));
  if (key === 'ArrowDown' || key === 'j') return clamped(at + 1);
  if (key === 'ArrowUp' || key === 'k') return clamped(at < 0 ? count - 1 : at - 1);
  if (key === 'PageDown') return clamped(Math.max(0, at) + page);
  if (key === 'PageUp') return clamped(Math.max(0, at) - page);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
