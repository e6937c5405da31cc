/** Where a relay stands: `genesys` between Genesys Cloud and a server, `model` between a server and its model. */
import { z } from 'zod';

export const relayKindSchema = z.enum(['genesys', 'model']);
export type RelayKind = z.infer<typeof relayKindSchema>;

/** Which wires a session in the middle holds; `both`: two recordings that were joined. */
export const relayedWiresSchema = z.enum([...relayKindSchema.options, 'both']);
