/** The support bundle: what an export would hold, to be looked at and then saved, and a bundle that somebody opens. */
import { z } from 'zod';
import { redactionSchema } from '../bundle/manifest.ts';
import { REDACTION_LEVELS } from '../redaction/redactor.ts';
import { command, stream } from './define.ts';
import { bytesSchema, nothing } from './wire-types.ts';

export const exportItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), file: z.string(), done: z.number().int(), total: z.number().int() }),
  z.object({
    type: z.literal('ready'),
    /** Fetched from `/download/<ticket>` as often as wanted while the stream is open. */
    ticket: z.string(),
    fileName: z.string(),
    bytes: z.number().int(),
    redaction: redactionSchema,
    files: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
  }),
]);
export type ExportItem = z.infer<typeof exportItemSchema>;

/** Largest piece of an upload, bytes. */
export const MOST_PIECE = 1 << 20;

export const bundleContract = {
  /**
   * Makes the bundle of a session, tells when it is ready, and keeps it until the page lets go of the stream. Ends with
   * a failure where it cannot be made.
   */
  exportBundle: stream({
    input: z.object({
      sessionId: z.string(),
      level: z.enum(REDACTION_LEVELS),
      /** The sound is in it. */
      audio: z.boolean(),
    }),
    item: exportItemSchema,
  }),
  /** The beginning of a text file of a bundle that is ready, to be looked at before it is saved. */
  lookIntoBundle: command({
    input: z.object({ ticket: z.string(), name: z.string(), most: z.number().int().min(1).max(1_000_000) }),
    output: z.object({ text: z.string(), more: z.boolean() }),
    errors: ['no-such-bundle', 'unreadable'],
  }),
  /** Takes in a bundle piece by piece: begin, send all pieces in order, finish. */
  beginImport: command({ input: nothing, output: z.object({ uploadId: z.string() }), errors: ['cannot-write'] }),
  sendImportPiece: command({
    input: z.object({
      uploadId: z.string(),
      piece: bytesSchema.refine(piece => piece.length <= MOST_PIECE, 'too large'),
    }),
    output: nothing,
    errors: ['no-such-upload', 'too-large', 'cannot-write'],
  }),
  finishImport: command({
    input: z.object({ uploadId: z.string() }),
    output: z.object({ sessionId: z.string(), already: z.boolean() }),
    errors: ['no-such-upload', 'not-a-bundle', 'newer-version', 'unsafe', 'too-large', 'damaged', 'cannot-write'],
  }),
  cancelImport: command({ input: z.object({ uploadId: z.string() }), output: nothing }),
} as const;
