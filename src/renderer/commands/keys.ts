/** Keys as the table of commands writes them. */
import { TYPING } from '../ui/keyboard.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What was pressed, in the table's words: `Mod+F`, `Shift+N`, `?`. `mac`: Mod is the Command key. */
export function keyOf(event: Pressed, mac: boolean): string {
  const { key } = event;
  const letter = /^\p{L}$/u.test(key);
  const name = key === ' ' ? 'Space' : letter ? key.toUpperCase() : key;
  // A sign such as ? has its Shift in it already.
  const shift = event.shiftKey && (letter || key.length > 1);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  return [mod && 'Mod', other && 'Other', event.altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}

/** A key of the table as people know it: `Ctrl+F`, on a Mac `⌘F`. */
export function keyWords(key: string, mac: boolean): string {
  return mac ? key.replace('Mod+', '⌘').replace('Shift+', '⇧') : key.replace('Mod', 'Ctrl');
}

/** True where a bare key belongs to what has the focus: a field, and for Space and Enter a button. */
export function isTaken(key: string, target: Pick<Element, 'closest'> | null): boolean {
  if (!target) return false;
  if (target.closest('[role=dialog], [role=alertdialog], [role=menu], .disclosure-box')) return true;
  // No field makes anything of these.
  if (/^(?:Shift\+)?F\d+$/.test(key)) return false;
  if (key.startsWith('Mod+')) return key !== 'Mod+F' && key !== 'Mod+B' && target.closest(TYPING) !== null;
  if (target.closest(TYPING)) return true;
  return (
    /^(?:Space|(?:Shift\+)?Enter)$/.test(key) && target.closest('button, summary, input, a, [role=button]') !== null
  );
}
