/**
 * The price table: the dated one that ships (prices.json), or the user's own prices.json in the data folder, which has
 * the same shape and replaces it whole.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../../shared/lib/result.ts';
import { type PriceTable, priceTableSchema } from '../../../../shared/realtime/usage.ts';
import shipped from './prices.json' with { type: 'json' };

export const SHIPPED_PRICES: PriceTable = priceTableSchema.parse(shipped);

/** The user's table where there is one, else the one that ships; a table that cannot be read is named. */
export async function loadPrices(dataDir: string): Promise<Result<PriceTable, 'bad-prices'>> {
  const path = join(dataDir, 'prices.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(SHIPPED_PRICES);
    return fail('bad-prices', `${path} could not be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('bad-prices', `${path} is not JSON; costs are estimated by the table that ships.`);
  }
  const parsed = priceTableSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('bad-prices', `${path} at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'does not fit'}`);
}
