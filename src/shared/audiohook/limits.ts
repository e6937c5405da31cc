/** Numbers of the AudioHook protocol. Marks: [D] documented by Genesys, [R] reference code, [O] seen in production. */

/** Ceiling of one text or binary frame, bytes [D]. */
export const MAX_MESSAGE_BYTES = 64_000;
/** What our sockets receive at most, so that a frame over the ceiling is refused by message and not by 1009. */
export const MAX_RECEIVED_BYTES = 1024 * 1024;
/** `open` to `opened` [D, R]. */
export const OPEN_TIMEOUT_MS = 5_000;
/** `close` to `closed` [D, R]. */
export const CLOSE_TIMEOUT_MS = 10_000;
/** First `ping` after `opened` [D, R]. */
export const FIRST_PING_MS = 1_000;
/** Between pings, and the deadline of a `pong` [D, R]. */
export const PING_INTERVAL_MS = 5_000;
/** Server frames to Genesys: average a second and burst, each for text and for binary [D, second hand]. */
export const RATE_PER_SECOND = 5;
export const RATE_BURST = 25;
/** Length of one caller frame of Audio Connector: 1,600 bytes of PCMU mono [O]. */
export const CALLER_FRAME_MS = 200;
/** Length of one frame that we send: at 5 frames a second the shortest that sustains real-time speech. */
export const BOT_FRAME_MS = 200;
/** How long a farewell may take before the server disconnects all the same (bridges in the field cap at 3 to 10 s). */
export const FAREWELL_CAP_MS = 10_000;
/** Waits for the client to close TCP after `closed`, before the server does: a client that is gone never will. */
export const CLIENT_GONE_MS = 15_000;
/** A client is let go when it does not `open` for this long after the upgrade ... */
export const NO_OPEN_MS = 15_000;
/** ... sends nothing at all for this long (it pings every 5 s, also in a pause) ... */
export const SILENT_CLIENT_MS = 30_000;
/** ... or does not `close` for this long after `disconnect`. */
export const NO_CLOSE_MS = 15_000;
/** What a signature lives, s [O], and how far clocks may differ, s [R]. */
export const SIGNATURE_LIFETIME_S = 10;
export const CLOCK_SKEW_S = 3;
/** Shortest nonce, characters [D, R]. */
export const MIN_NONCE_CHARS = 22;
