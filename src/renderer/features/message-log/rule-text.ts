/** What the rules say, read from the same pages that people read: docs/rules. */
import audiohookRules from '../../../../docs/rules/audiohook.md?raw';
import realtimeRules from '../../../../docs/rules/realtime.md?raw';

export type Rule = {
  readonly id: string;
  readonly text: string;
  /** How sure it is, and where it comes from. */
  readonly source: string;
};

const RULES: ReadonlyMap<string, Rule> = new Map(
  [audiohookRules, realtimeRules].flatMap(tableRows).map(rule => [rule.id, rule]),
);

/** Rows of a page's tables that begin with a rule's id; its last cell is the source. */
function tableRows(page: string): Rule[] {
  return page.split('\n').flatMap(line => {
    const cells = line.split('|').map(cell => cell.trim());
    const [, id = '', text = ''] = cells;
    return /^(?:AH|RT)-\d+$/.test(id) ? [{ id, text: plain(text), source: plain(cells.at(-2) ?? '') }] : [];
  });
}

function plain(text: string): string {
  return text.replaceAll('`', '').replaceAll('*', '');
}

/** The rule with this id; `undefined` where a note's code is no rule's. */
export function ruleOf(code: string): Rule | undefined {
  return RULES.get(code);
}

/** What the rule with this id demands. */
export function ruleText(code: string): string | undefined {
  return RULES.get(code)?.text;
}

/** The rules that name a message of this type: what the protocol says of it. */
export function rulesNaming(type: string, leg: 'genesys' | 'bot'): readonly Rule[] {
  const prefix = leg === 'genesys' ? 'AH-' : 'RT-';
  // A whole word of the protocol: `open` is not in `opened`, nor `response` in `response.create`.
  const escaped = type.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(?:^|[^\\w.])${escaped}(?![\\w]|\\.\\w)`);
  return [...RULES.values()].filter(({ id, text }) => id.startsWith(prefix) && word.test(text));
}
