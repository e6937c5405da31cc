/** How fast the callers of two sessions were: only times of calls that went as fast as the world can be compared. */
export type Paces = { readonly a?: number | undefined; readonly b?: number | undefined };

/** Why the latency of each turn is not laid side by side; undefined where it is. A speed that is absent is 1. */
export function paceWords({ a, b }: Paces): string | undefined {
  const fast = [
    ['A', a],
    ['B', b],
  ].flatMap(([name, speed]) => (speed === undefined ? [] : [`${name} ran ${speed} times as fast as it was captured`]));
  if (fast.length === 0) return undefined;
  return `No latency of turns: ${fast.join(', ')}, so its times mean nothing.`;
}
