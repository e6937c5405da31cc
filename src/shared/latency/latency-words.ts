/** A latency as text, ms up to ten seconds: `862 ms`, `12.4 s`. */
export function latencyWords(ms: number): string {
  return Math.abs(ms) < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
