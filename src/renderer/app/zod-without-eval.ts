/** zod compiles schemas with `new Function` unless told not to before the first one is made; the page forbids eval. */
import { z } from 'zod';

z.config({ jitless: true });
