/** Three bundles: the main process (with the command line beside it, each command in a chunk of its own), the preload, and the page. */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      // Of zod a part is used, and each start would read and compile all of it: a hundred files.
      externalizeDeps: { exclude: ['zod'] },
      emptyOutDir: true,
      rolldownOptions: {
        input: { index: at('src/main/index.ts'), cli: at('src/main/node/cli.ts') },
        // Beside the entries: whatever chunk a module comes to lie in, its folder is out/main.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      emptyOutDir: true,
      // A sandboxed preload can require nothing but `electron`, so everything is bundled, and it must be CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // An inlined asset is a data: URL, which the page's content security policy refuses for worklets.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
