import './zod-settings.ts';
import '@fontsource-variable/ibm-plex-sans';
import '@fontsource-variable/source-code-pro';
import './styles/app.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { RouterProvider } from 'react-router';

import { passes } from './api/problem.ts';
import { createRouter } from './app.tsx';
import { createI18n } from './i18n/i18n.ts';
import { LANGUAGE_KEY, pickLanguage } from './i18n/language.ts';
import { LiveContext } from './live/live-context.ts';
import { connectLive, createLive } from './live/socket.ts';
import { checkOnWaking } from './live/wake.ts';
import { Toasts } from './parts/toasts.tsx';
import { readKept } from './theme/kept.ts';
import { UploadsContext } from './upload/uploads-context.ts';
import { createUploads } from './upload/uploads.ts';

const language = pickLanguage(location.search, readKept(LANGUAGE_KEY), navigator.language);
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What passes by itself is tried again for as long as somebody looks; a refusal is shown at once.
      retry: (tries, error) => passes(error) && tries < 20,
      retryDelay: (tries) => Math.min(500 * 2 ** tries, 5_000),
      staleTime: 1_000,
      // Without any network a browser calls itself offline, and a Cardmill on the same machine is there all the same.
      networkMode: 'always',
    },
  },
});

const live = createLive(connectLive());
checkOnWaking(live);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createI18n(language)}>
      <QueryClientProvider client={client}>
        <LiveContext value={live}>
          <UploadsContext value={createUploads()}>
            <Toasts>
              <RouterProvider router={createRouter()} />
            </Toasts>
          </UploadsContext>
        </LiveContext>
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
);
