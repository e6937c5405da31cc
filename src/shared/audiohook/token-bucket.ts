/** The rate limit of Genesys Cloud as a value: tokens come back with time, each frame takes one. Pure. */

export type RateLimit = {
  readonly perSecond: number;
  readonly burst: number;
  /** Frames over the empty bucket that are still let through. */
  readonly overdraft: number;
};

export type Bucket = { readonly tokens: number; readonly atMs: number };

export function fullBucket(limit: RateLimit): Bucket {
  return { tokens: limit.burst, atMs: Number.NEGATIVE_INFINITY };
}

/** `waitMs` is set when the frame is over the limit: how long until one more would be let through. */
export type Taken = { readonly bucket: Bucket; readonly waitMs: number | undefined };

export function takeToken(bucket: Bucket, limit: RateLimit, nowMs: number): Taken {
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = Math.min(limit.burst, bucket.tokens + (passedMs / 1000) * limit.perSecond);
  if (tokens - 1 >= -limit.overdraft) return { bucket: { tokens: tokens - 1, atMs: nowMs }, waitMs: undefined };
  // What is refused takes no token: a sender that waits as long as it is told is let in.
  return { bucket: { tokens, atMs: nowMs }, waitMs: Math.ceil(((1 - tokens) / limit.perSecond) * 1000) };
}
