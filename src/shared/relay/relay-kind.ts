/** Where a relay stands: `genesys` between Genesys Cloud and a server, `model` between a server and its model. */
import { z } from 'zod';

export const relayKindSchema = z.enum(['genesys', 'model']);
export type RelayKind = z.infer<typeof relayKindSchema>;
