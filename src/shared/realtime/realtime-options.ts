/**
 * What a connector profile may ask of a Realtime session, and of the bridge that speaks to it. Everything may be left
 * out; what then holds is in session-wishes.ts. Times in ms. Limits as in OpenAI's API reference (GA).
 */
import { z } from 'zod';

/** An input variable's name in braces: `{{customerName}}`. */
const filled = z.string();

const serverVad = z.strictObject({
  type: z.literal('server_vad'),
  threshold: z.number().min(0).max(1).optional(),
  prefixPaddingMs: z.number().int().min(0).optional(),
  silenceDurationMs: z.number().int().min(0).optional(),
  /** The model asks whether anybody is there after this much silence. */
  idleTimeoutMs: z.number().int().min(5000).max(30_000).nullable().optional(),
  createResponse: z.boolean().optional(),
  interruptResponse: z.boolean().optional(),
});

const semanticVad = z.strictObject({
  type: z.literal('semantic_vad'),
  /** How soon a turn counts as over: at the latest after 8 (low), 4 (medium, auto) or 2 s (high). */
  eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
  createResponse: z.boolean().optional(),
  interruptResponse: z.boolean().optional(),
});

const transcription = z.union([
  z.literal('off'),
  z.strictObject({
    model: z.string().min(1).optional(),
    prompt: filled.optional(),
    keywords: z.array(z.string()).optional(),
  }),
]);

/** HTTP header names, each with the name of the environment variable that holds its value. */
const headersFromEnv = z.record(z.string().min(1), z.string().regex(/^[A-Z_][A-Z0-9_]*$/i));

export const toolAnswerSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('value'), value: filled }),
  z.strictObject({
    by: z.literal('http'),
    /** GET sends the arguments as the query, POST as a JSON body. */
    method: z.enum(['GET', 'POST']).default('POST'),
    url: z.url({ protocol: /^https?$/ }),
    headers: z.record(z.string().min(1), z.string()).optional(),
    headersFromEnv: headersFromEnv.optional(),
    /** For one attempt. */
    timeoutMs: z.number().int().min(100).max(60_000).default(5000),
    /** Further attempts: of a GET after a failure of the network, HTTP 429 or 5xx; of a POST only when nothing was sent. */
    retries: z.number().int().min(0).max(5).default(1),
    /** Repeat a POST as a GET is, though the first may have had its effect: for a server that recognises a repetition. */
    retryPost: z.boolean().default(false),
    maxBytes: z.number().int().min(1).max(1_000_000).default(16_384),
  }),
  z.strictObject({
    /** A person at the console answers while the caller waits. */
    by: z.literal('hand'),
    timeoutMs: z.number().int().min(1000).max(300_000).default(60_000),
  }),
]);
export type ToolAnswer = z.infer<typeof toolAnswerSchema>;

export const toolSchema = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'A tool name is 1 to 64 of a-z, A-Z, 0-9, _ and -.'),
  description: z.string().default(''),
  /** JSON Schema of the arguments. */
  parameters: z.record(z.string(), z.unknown()).default({ type: 'object', properties: {} }),
  answer: toolAnswerSchema,
});
export type ToolOption = z.infer<typeof toolSchema>;

export const realtimeOptionsSchema = z.strictObject({
  model: z.string().min(1).optional(),
  /** Any server that speaks the Realtime API, in place of OpenAI's: https or wss; http and ws on loopback only. */
  baseURL: z.string().min(1).optional(),
  /** The environment variable that holds the key; needed with a `baseURL` that is not on loopback. */
  apiKeyEnv: z.string().min(1).optional(),
  /** Azure OpenAI: `baseURL` is the resource's endpoint, and the key goes as `api-key`. */
  azureDeployment: z.string().min(1).optional(),
  voice: z.string().min(1).optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
  /** `{{name}}` is filled with the input variable of that name. */
  instructions: filled.optional(),
  /** Language of the caller for the transcription, BCP 47; default: what Genesys says. */
  language: z.string().optional(),
  /** The bot speaks first. */
  greet: z.boolean().optional(),
  /** Tell Genesys of each answer by an event `bot_turn_response` (for its execution history). Default: no. */
  turnEvents: z.boolean().optional(),
  /** Instructions for the first answer alone; `{{name}}` as above. */
  greeting: filled.optional(),
  turnDetection: z.discriminatedUnion('type', [serverVad, semanticVad]).optional(),
  transcription: transcription.optional(),
  noiseReduction: z.enum(['off', 'near_field', 'far_field']).optional(),
  maxOutputTokens: z.union([z.number().int().min(1).max(4096), z.literal('inf')]).optional(),
  truncation: z
    .union([
      z.enum(['auto', 'disabled']),
      z.strictObject({
        retentionRatio: z.number().min(0).max(1),
        postInstructionsTokens: z.number().int().min(0).optional(),
      }),
    ])
    .optional(),
  /** Reasoning models only (gpt-realtime-2 and later). */
  reasoningEffort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
  /** The model may end the call; default yes. */
  endCall: z.boolean().optional(),
  /** The model may hand the call to a person; default yes. */
  transferToAgent: z.boolean().optional(),
  tools: z.array(toolSchema).max(128).optional(),
  dtmf: z
    .strictObject({
      /** Silence between two keys that ends the input; 0 gives each key by itself. */
      timeoutMs: z.number().int().min(0).max(60_000).optional(),
      /** Keys that end the input at once; they are given too. */
      terminators: z
        .string()
        .regex(/^[0-9*#]*$/, 'Terminators are keys: 0-9, * and #.')
        .optional(),
      maxDigits: z.number().int().min(1).max(64).optional(),
      /** What the bot is saying stops when digits are given. */
      interrupts: z.boolean().optional(),
    })
    .optional(),
  /** When the model's connection is lost in a call, or its session expires. */
  onDrop: z.enum(['reconnect', 'end']).optional(),
  /** When a note says that something is missing. */
  silence: z
    .strictObject({
      /** No audio of the bot after the caller's turn. */
      noAnswerMs: z.number().int().min(500).optional(),
      /** No response created after the caller's turn or a request. */
      noResponseMs: z.number().int().min(500).optional(),
      /** No audio from the caller's side at all. */
      noCallerAudioMs: z.number().int().min(500).optional(),
    })
    .optional(),
});
export type RealtimeOptions = z.infer<typeof realtimeOptionsSchema>;
