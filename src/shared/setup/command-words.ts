/** A command of a POSIX shell, as far as people paste them: words, quotes, escapes, lines that go on. */

/** The words of a command; what stands in quotes is one word. An unfinished quote ends with the text. */
export function commandWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let inWord = false;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (char === '\\' && quote !== "'") {
      at += 1;
      // A line that goes on.
      if (next === '\n' || (next === '\r' && text[at + 1] === '\n')) continue;
      word += next;
      inWord = true;
    } else if (quote) {
      if (char === quote) quote = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      inWord = true;
    } else if (/\s/.test(char)) {
      if (inWord) words.push(word);
      word = '';
      inWord = false;
    } else {
      word += char;
      inWord = true;
    }
  }
  if (inWord) words.push(word);
  return words;
}
