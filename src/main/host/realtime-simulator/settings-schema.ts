/** The settings that a client may ask of a session or of one response, as strictly as the API takes them. */
import { z } from 'zod';

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('audio/pcm'), rate: z.number().int().min(24000).max(24000).optional() }),
  z.strictObject({ type: z.literal('audio/pcmu') }),
  z.strictObject({ type: z.literal('audio/pcma') }),
]);

const turnDetection = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).optional(),
    prefix_padding_ms: z.number().int().min(0).optional(),
    silence_duration_ms: z.number().int().min(0).optional(),
    idle_timeout_ms: z.number().int().min(5000).max(30000).nullable().optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
]);

const transcription = z.strictObject({
  model: z.string().optional(),
  language: z.string().nullable().optional(),
  prompt: z.string().nullable().optional(),
  languages: z.array(z.string()).optional(),
  keywords: z.array(z.string()).optional(),
  delay: z.string().optional(),
});

const noiseReduction = z.strictObject({
  type: z.enum(['near_field', 'far_field']),
  strength: z.unknown().optional(),
});

const audioOutput = z.strictObject({
  format: format.optional(),
  voice: z.union([z.string(), z.strictObject({ id: z.string() })]).optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
});

const modalities = z.array(z.enum(['audio', 'text'])).length(1, 'Ask for audio or for text, not for both.');
const maxOutputTokens = z.union([z.number().int().min(1).max(4096), z.literal('inf')]);
const metadata = z.record(z.string(), z.string()).nullable();

const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
  // Taken, and never used: servers of tools are not simulated.
  z.looseObject({ type: z.literal('mcp'), server_label: z.string() }),
]);

const toolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
  z.strictObject({ type: z.literal('mcp'), server_label: z.string(), name: z.string().optional() }),
]);

const truncation = z.union([
  z.enum(['auto', 'disabled']),
  z.strictObject({
    type: z.literal('retention_ratio'),
    retention_ratio: z.number().min(0).max(1),
    token_limits: z.strictObject({ post_instructions: z.number().int().min(0).optional() }).optional(),
  }),
]);

const reasoning = z.strictObject({ effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional() });

const tracing = z.union([
  z.literal('auto'),
  z.strictObject({
    workflow_name: z.string().optional(),
    group_id: z.string().optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
]);

const prompt = z.strictObject({
  id: z.string(),
  version: z.string().nullable().optional(),
  variables: z.record(z.string(), z.unknown()).nullable().optional(),
});

export const sessionPatchSchema = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().optional(),
  output_modalities: modalities.optional(),
  instructions: z.string().optional(),
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: format.optional(),
          turn_detection: turnDetection.nullable().optional(),
          transcription: transcription.nullable().optional(),
          noise_reduction: noiseReduction.nullable().optional(),
        })
        .optional(),
      output: audioOutput.optional(),
    })
    .optional(),
  tools: z.array(tool).optional(),
  tool_choice: toolChoice.optional(),
  max_output_tokens: maxOutputTokens.optional(),
  truncation: truncation.optional(),
  reasoning: reasoning.nullable().optional(),
  parallel_tool_calls: z.boolean().optional(),
  include: z
    .array(z.enum(['item.input_audio_transcription.logprobs']))
    .nullable()
    .optional(),
  tracing: tracing.nullable().optional(),
  prompt: prompt.nullable().optional(),
});
export type SessionPatch = z.infer<typeof sessionPatchSchema>;

export const responseParamsSchema = z.strictObject({
  output_modalities: modalities.optional(),
  instructions: z.string().optional(),
  audio: z.strictObject({ output: audioOutput.optional() }).optional(),
  tools: z.array(tool).optional(),
  tool_choice: toolChoice.optional(),
  max_output_tokens: maxOutputTokens.optional(),
  conversation: z.enum(['auto', 'none']).optional(),
  metadata: metadata.optional(),
  input: z.array(z.unknown()).optional(),
  prompt: prompt.nullable().optional(),
  reasoning: reasoning.optional(),
  parallel_tool_calls: z.boolean().optional(),
});
export type ResponseParams = z.infer<typeof responseParamsSchema>;
