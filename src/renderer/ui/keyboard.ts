/** Keys that act on the whole page must not act while somebody types. */

/** Fields that take letters. */
export const TYPING =
  'input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]';

/** True when the key goes into a field. */
export function isTyping(event: { readonly target: EventTarget | null }): boolean {
  return event.target instanceof Element && event.target.closest(TYPING) !== null;
}

/** True for a bare key: with a modifier it belongs to the browser or the desktop. */
export function isBareKey(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}
