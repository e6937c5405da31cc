/** Two sessions beside each other: what was said differently, how long each turn took, which findings came and went. */
import type { SessionEvent } from '../events/session-event.ts';
import type { SessionSummary } from '../events/session-summary.ts';
import { align } from './align.ts';
import { type Paces, paceWords } from './paces.ts';
import { type Asked, PARTIES, type Party, type Step, stepsOf } from './steps.ts';

export type Side = {
  readonly summary: SessionSummary;
  readonly events: readonly SessionEvent[];
  /** From the caller's last voiced sample to the first sound, of each turn; undefined where it is not known, ms. */
  readonly turnsMs: readonly (number | undefined)[];
  readonly findings: readonly Finding[];
  /** Times as fast as it was captured, of a replay at another speed than 1. */
  readonly speed?: number | undefined;
};
/** What was found wrong: its rule or code, and what it says. */
export type Finding = { readonly id: string; readonly title: string };

export type ComparedStep = Pick<Step, 'n' | 'atMs' | 'type' | 'words'>;
export type ComparedRow = {
  readonly party: Party;
  readonly a: ComparedStep | undefined;
  readonly b: ComparedStep | undefined;
  /** What is different, in words; undefined where nothing is. */
  readonly difference: string | undefined;
};

export type Comparison = {
  /** No message differs. */
  readonly alike: boolean;
  /** The first difference, in one sentence. */
  readonly first: { readonly text: string; readonly a: number | undefined; readonly b: number | undefined } | undefined;
  readonly differences: number;
  /** By time; rows of one party keep their order. */
  readonly rows: readonly ComparedRow[];
  /** Parties that only one of the two has seen: they are not compared. */
  readonly notCompared: readonly Party[];
  readonly turns: readonly {
    readonly number: number;
    readonly aMs: number | undefined;
    readonly bMs: number | undefined;
  }[];
  /** Where a speed is, there are no turns. */
  readonly paces: Paces;
  readonly findings: { readonly gained: readonly Finding[]; readonly lost: readonly Finding[] };
};

/** @param asked what counts although it differs from run to run; by default ids, numbers and times do not */
export function compareSessions(a: Side, b: Side, asked: Asked = {}): Comparison {
  const [stepsA, stepsB] = [a, b].map(({ events, summary }) => stepsOf(events, summary.role, asked));
  const placed: { row: ComparedRow; atMs: number }[] = [];
  const notCompared: Party[] = [];
  for (const party of PARTIES) {
    const [ofA = [], ofB = []] = [stepsA, stepsB].map(steps => steps?.filter(step => step.party === party));
    const isModelLeg = party === 'bridge' || party === 'model';
    const isOfOneOnly = isModelLeg && (ofA.length === 0) !== (ofB.length === 0) && a.summary.role !== b.summary.role;
    // Each side of a connection sees another half of the upgrade.
    if (isOfOneOnly || (party === 'connection' && a.summary.role !== b.summary.role)) notCompared.push(party);
    else placed.push(...inTime(compareParty(party, ofA, ofB)));
  }
  const rows = placed.sort((one, other) => one.atMs - other.atMs).map(({ row }) => row);
  const paces = { ...(a.speed !== undefined && { a: a.speed }), ...(b.speed !== undefined && { b: b.speed }) };
  const isPaced = paceWords(paces) !== undefined;
  const first = rows.find(row => row.difference !== undefined);
  return {
    alike: first === undefined,
    first: first && { text: sentence(first), a: first.a?.n, b: first.b?.n },
    differences: rows.filter(row => row.difference !== undefined).length,
    rows,
    notCompared,
    paces,
    turns: isPaced
      ? []
      : Array.from({ length: Math.max(a.turnsMs.length, b.turnsMs.length) }, (_, at) => ({
          number: at + 1,
          aMs: a.turnsMs[at],
          bMs: b.turnsMs[at],
        })),
    findings: { gained: missing(b.findings, a.findings), lost: missing(a.findings, b.findings) },
  };
}

function compareParty(party: Party, a: readonly Step[], b: readonly Step[]): ComparedRow[] {
  const pairs = align(
    a,
    b,
    (one, other) => one.key === other.key,
    (one, other) => one.type === other.type,
    (one, other) => Math.abs(one.atMs - other.atMs),
  );
  return pairs.map(pair => ({
    party,
    a: pair.a && shown(pair.a),
    b: pair.b && shown(pair.b),
    difference:
      pair.a === undefined
        ? 'only in B'
        : pair.b === undefined
          ? 'only in A'
          : differenceOf(pair.a.value, pair.b.value),
  }));
}

function shown({ n, atMs, type, words }: Step): ComparedStep {
  return { n, atMs, type, words };
}

/** The first place where two values differ, in words. */
function differenceOf(a: unknown, b: unknown, path = ''): string | undefined {
  if (isObject(a) && isObject(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = differenceOf(a[name], b[name], path === '' ? name : `${path}.${name}`);
      if (found) return found;
    }
    return undefined;
  }
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  return textA === textB ? undefined : `${path || 'the message'}: ${short(textA)} in A, ${short(textB)} in B`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function short(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const WHO: Readonly<Record<Party, string>> = {
  connection: 'Connection',
  client: 'Genesys client',
  server: 'AudioHook server',
  bridge: 'Bridge',
  model: 'Model',
};

/** What a row is called: where it stands alone, what it says, too, because nothing else tells which one it is. */
export function rowName({ a, b }: Pick<ComparedRow, 'a' | 'b'>): string {
  const step = a ?? b;
  if (!step) return '';
  const isAlone = a === undefined || b === undefined;
  return isAlone && step.type === 'event' && step.words !== '' ? `event (${short(step.words)})` : step.type;
}

function sentence(row: ComparedRow): string {
  const { party, a, b, difference } = row;
  const step = a ?? b;
  const at = ((step?.atMs ?? 0) / 1000).toFixed(3);
  return `${WHO[party]}, ${rowName(row)} at ${at} s${a ? '' : ' of B'}: ${difference}.`;
}

/** What only B has stands behind what it follows, whatever B's clock says: a party's rows keep their order. */
function inTime(rows: readonly ComparedRow[]): { row: ComparedRow; atMs: number }[] {
  let atMs = 0;
  return rows.map(row => {
    if (row.a) atMs = Math.max(atMs, row.a.atMs);
    return { row, atMs };
  });
}

function missing(these: readonly Finding[], those: readonly Finding[]): Finding[] {
  return these.filter(({ id }) => !those.some(other => other.id === id));
}
