/** Checks events against the shapes that OpenAI publishes, relaxed where its own examples and wire break them. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const schema = JSON.parse(
  readFileSync(new URL('../../../../../e2e/schemas/realtime.wire.schema.json', import.meta.url), 'utf8'),
) as Record<'x-server-events' | 'x-client-events', Record<string, string>>;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(schema, 'realtime');

/** @throws when a server event has not the shape of its type */
export function expectOpenAiShape(event: { readonly type: string }): void {
  check('x-server-events', event);
}

/** @throws when a client event has not the shape of its type */
export function expectClientShape(event: { readonly type: string }): void {
  check('x-client-events', event);
}

function check(kind: 'x-server-events' | 'x-client-events', event: { readonly type: string }): void {
  const pointer = schema[kind][event.type];
  if (pointer === undefined) throw new Error(`OpenAI knows no event ${event.type}.`);
  const validate = ajv.getSchema(`realtime${pointer}`);
  if (!validate) throw new Error(`There is no schema for ${event.type}.`);
  if (!validate(event)) throw new Error(`${event.type}: ${ajv.errorsText(validate.errors)}`);
}
