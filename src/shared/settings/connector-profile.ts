/**
 * What a Connector ID stands for: which bot answers, and how. Kept in settings.json of the data folder; a call is given
 * the first profile whose `match` fits its ID, else the default one.
 */
import { z } from 'zod';
import { realtimeOptionsSchema } from '../realtime/realtime-options.ts';

export const botNameSchema = z.enum(['simulator', 'openai', 'echo', 'tone', 'count', 'listen']);
export type BotName = z.infer<typeof botNameSchema>;

export const connectorProfileSchema = z.strictObject({
  /** The Connector ID, or a pattern in which `*` stands for any text: `sales`, `demo-*`. Compared with case. */
  match: z.string().min(1),
  /** Absent: the bot that is chosen for the console as a whole. */
  bot: botNameSchema.optional(),
  /** For bots that speak the Realtime API. */
  realtime: realtimeOptionsSchema.optional(),
  /** For the bot that listens: a `transcript` event for each thing the caller said (Transcription Connector). */
  transcripts: z.boolean().optional(),
  /** Given to Architect when the bot ends the call and names none of its own by the same name. */
  outputVariables: z.record(z.string(), z.string()).optional(),
});
export type ConnectorProfile = z.infer<typeof connectorProfileSchema>;

/** The profile of a Connector ID: the first that matches. */
export function profileFor(profiles: readonly ConnectorProfile[], connectorId: string): ConnectorProfile | undefined {
  return profiles.find(({ match }) => matches(match, connectorId));
}

function matches(pattern: string, connectorId: string): boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(connectorId);
}
