/** A signature's parameters in the order of captured production traffic. PROTOCOL section 2.3, vector B. */
import { serializeInnerList } from 'structured-headers';
import type { SignatureParameters } from '../../../shared/audiohook/signature.ts';

/** The value behind the label: created, expires, keyid, nonce, alg. */
export function productionSignatureParams(
  components: readonly string[],
  parameters: Omit<SignatureParameters, 'alg' | 'expires'> & { expires: number },
): string {
  return serializeInnerList([
    components.map(name => [name, new Map()]),
    new Map<string, string | number>([
      ['created', parameters.created],
      ['expires', parameters.expires],
      ['keyid', parameters.keyid],
      ['nonce', parameters.nonce],
      ['alg', 'hmac-sha256'],
    ]),
  ]);
}
