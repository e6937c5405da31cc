/** The two IPC channels between a page's preload and the main process. What they carry is opaque to both. */

/** Sent once by each document before anything else: whatever an earlier document had asked for ends here. */
export const CONNECT_CHANNEL = 'carrier-connect';
/** One message, a string, in either direction. */
export const MESSAGE_CHANNEL = 'carrier-message';
