/** Guesses the language of a transcript: by its script, or by the little words that every sentence has. Cautious. */

/** ISO 639-1, by script. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\u3040-\u30ff]/g, 'ja'],
  [/[\uac00-\ud7af]/g, 'ko'],
  [/[\u4e00-\u9fff]/g, 'zh'],
  [/[\u0400-\u04ff]/g, 'ru'],
  [/[\u0370-\u03ff]/g, 'el'],
  [/[\u0590-\u05ff]/g, 'he'],
  [/[\u0600-\u06ff]/g, 'ar'],
  [/[\u0900-\u097f]/g, 'hi'],
  [/[\u0e00-\u0e7f]/g, 'th'],
];

const LITTLE_WORDS: Readonly<Record<string, string>> = {
  en: 'the and is are you to of my in it for have with what please would like that this can',
  de: 'der die das und ist ich nicht ein eine mit für zu sie wir haben bitte möchte auf den mein',
  fr: 'le la les et est je ne pas un une avec pour vous nous des du mon voudrais bonjour dans',
  es: 'el la los y es yo no un una con para usted que de mi quiero por favor hola en',
  it: 'il lo gli e è io non un una con per che di mio vorrei sono buongiorno nel della',
  pt: 'o os e é eu não um uma com para você que de meu quero por favor olá em',
  nl: 'de het een en is ik niet met voor u wij mijn graag van op dat wil heb naar',
};
const WORDS = Object.entries(LITTLE_WORDS).map(([language, words]) => [language, new Set(words.split(' '))] as const);

/** As many little words, and twice as many as any other language has, or it is not said. */
const ENOUGH = 3;

/** ISO 639-1 code; undefined when it is not clear. */
export function languageOf(text: string): string | undefined {
  const letters = text.replace(/[^\p{L}]/gu, '').length;
  for (const [script, language] of SCRIPTS) {
    if (letters > 3 && (text.match(script)?.length ?? 0) > letters / 2) return language;
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = WORDS.map(([language, little]) => ({
    language,
    score: words.filter(word => little.has(word)).length,
  }));
  scores.sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  if (!best || best.score < ENOUGH || best.score < 2 * (second?.score ?? 0)) return undefined;
  return best.language;
}
