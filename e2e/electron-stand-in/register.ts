/**
 * Starts the built main process without Electron: `node --import register.ts out/main/index.js`. Whatever it imports or
 * requires as `electron` comes from here. A name that electron.ts does not export fails the import, as it should.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== 'electron') return nextResolve(specifier, context);
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true };
  },
});
await import('./control.ts');
