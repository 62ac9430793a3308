import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

import { devProxy } from './dev-proxy.ts';

const origin = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // `source`: sibling packages from their TypeScript, so neither dev nor build waits for their dist.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  server: {
    proxy: devProxy({
      api: process.env['CARDMILL_API'] ?? origin,
      notifier: process.env['CARDMILL_NOTIFIER'] ?? process.env['CARDMILL_API'] ?? origin,
    }),
  },
  build: {
    target: 'es2023',
    // Nothing inline: the pages' policy allows fonts and images of this origin only, no data: fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What changes seldom is cached apart from what changes with every release.
        codeSplitting: {
          groups: [
            // Loaded where a card is looked at, never with the first page.
            { name: 'zoom', test: /node_modules[\\/]openseadragon[\\/]/, priority: 3 },
            // The same for what tries a pattern that somebody wrote: a third of all the rest.
            { name: 'patterns', test: /node_modules[\\/]re2js[\\/]/, priority: 3 },
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/,
              priority: 2,
            },
            { name: 'vendor', test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
  },
});
