/** Two sequences beside each other: what is alike is paired, in order. */

export type Pair<T> = { readonly a: T | undefined; readonly b: T | undefined };

/** Sequences that differ in more places than this are paired by their order: nobody reads such a difference line by line. */
const MOST_EDITS = 1500;

/**
 * Pairs what is the same, and in the gaps between what is alike; the rest stands alone.
 * @param same full equality; anchors the sequences to each other
 * @param alike of one kind: worth to be shown as one row with a difference
 * @param distance where one of several in a row may stand alone, those are paired that are nearer to each other by this
 */
export function align<T>(
  a: readonly T[],
  b: readonly T[],
  same: (a: T, b: T) => boolean,
  alike: (a: T, b: T) => boolean,
  distance: (a: T, b: T) => number = () => 0,
): Pair<T>[] {
  return gapsOf(nearest(paired(a, b, same), same, distance)).flatMap(run => {
    const [first] = run;
    if (first?.a !== undefined && first.b !== undefined) return run;
    const within = paired(
      run.flatMap(({ a: one }) => (one === undefined ? [] : [one])),
      run.flatMap(({ b: one }) => (one === undefined ? [] : [one])),
      alike,
    );
    return nearest(within, alike, distance);
  });
}

/** Lets what stands alone change places with its neighbours in a run of the same, as long as these come nearer by it. */
function nearest<T>(
  pairs: readonly Pair<T>[],
  same: (a: T, b: T) => boolean,
  distance: (a: T, b: T) => number,
): Pair<T>[] {
  const rows = [...pairs];
  const slide = (from: number, step: 1 | -1) => {
    for (let at = from; ; at += step) {
      const swapped = swap(rows[at], rows[at + step], same, distance);
      if (!swapped) return;
      [rows[at], rows[at + step]] = swapped;
    }
  };
  for (let at = 0; at < rows.length; at += 1) slide(at, -1);
  for (let at = rows.length - 1; at >= 0; at -= 1) slide(at, 1);
  return rows;
}

/** `alone` and the pair beside it, with the other one of its side alone; undefined where that brings nothing nearer. */
function swap<T>(
  alone: Pair<T> | undefined,
  beside: Pair<T> | undefined,
  same: (a: T, b: T) => boolean,
  distance: (a: T, b: T) => number,
): [Pair<T>, Pair<T>] | undefined {
  if (!alone || beside?.a === undefined || beside.b === undefined) return undefined;
  if ((alone.a === undefined) === (alone.b === undefined)) return undefined;
  const [a, b] = [alone.a ?? beside.a, alone.b ?? beside.b];
  if (!same(a, b) || distance(a, b) >= distance(beside.a, beside.b)) return undefined;
  const left = alone.a === undefined ? { a: undefined, b: beside.b } : { a: beside.a, b: undefined };
  return [{ a, b }, left];
}

/** Runs of pairs, and runs of what stands alone. */
function gapsOf<T>(pairs: readonly Pair<T>[]): Pair<T>[][] {
  const runs: Pair<T>[][] = [];
  let wasAlone: boolean | undefined;
  for (const pair of pairs) {
    const isAlone = pair.a === undefined || pair.b === undefined;
    if (isAlone === wasAlone) runs.at(-1)?.push(pair);
    else runs.push([pair]);
    wasAlone = isAlone;
  }
  return runs;
}

/** The longest common subsequence, by Myers' algorithm: its cost grows with the differences, not with the length. */
function paired<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): Pair<T>[] {
  const matches = matchesOf(a, b, same);
  const pairs: Pair<T>[] = [];
  let atA = 0;
  let atB = 0;
  for (const [nextA, nextB] of [...matches, [a.length, b.length] as const]) {
    for (; atA < nextA; atA += 1) pairs.push({ a: a[atA], b: undefined });
    for (; atB < nextB; atB += 1) pairs.push({ a: undefined, b: b[atB] });
    if (nextA < a.length && nextB < b.length) pairs.push({ a: a[nextA], b: b[nextB] });
    atA = nextA + 1;
    atB = nextB + 1;
  }
  return pairs;
}

/** Places of what is common, in order. */
function matchesOf<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): (readonly [number, number])[] {
  const isSame = (x: number, y: number) => x < a.length && y < b.length && same(a[x] as T, b[y] as T);
  /** Farthest x on each diagonal (x - y), and how each was before each edit. */
  const farthest = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  const most = Math.min(a.length + b.length, MOST_EDITS);
  for (let edits = 0; edits <= most; edits += 1) {
    history.push(new Map(farthest));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepInto(farthest, diagonal, edits);
      while (isSame(x, x - diagonal)) x += 1;
      farthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(history, a.length, b.length);
    }
  }
  return Array.from({ length: Math.min(a.length, b.length) }, (_, at) => [at, at] as const).filter(([x, y]) =>
    isSame(x, y),
  );
}

function stepInto(farthest: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
  const down = farthest.get(diagonal + 1) ?? -1;
  const right = farthest.get(diagonal - 1) ?? -1;
  const goesDown = diagonal === -edits || (diagonal !== edits && right < down);
  return goesDown ? down : right + 1;
}

function walkBack(history: readonly ReadonlyMap<number, number>[], endA: number, endB: number) {
  const matches: (readonly [number, number])[] = [];
  let x = endA;
  let y = endB;
  for (let edits = history.length - 1; edits >= 0; edits -= 1) {
    const before = history[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const fromX = edits === 0 ? 0 : stepInto(before, diagonal, edits);
    while (x > fromX && y > fromX - diagonal) {
      x -= 1;
      y -= 1;
      matches.push([x, y]);
    }
    if (edits === 0) break;
    const down = before.get(diagonal + 1) ?? -1;
    const right = before.get(diagonal - 1) ?? -1;
    const cameDown = diagonal === -edits || (diagonal !== edits && right < down);
    if (cameDown) y -= 1;
    else x -= 1;
  }
  return matches.reverse();
}
