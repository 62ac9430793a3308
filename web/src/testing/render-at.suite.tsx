import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';

import { ROUTES } from '../app.tsx';
import { createI18n } from '../i18n/i18n.ts';
import type { Language } from '../i18n/language.ts';
import { LiveContext } from '../live/live-context.ts';
import { createLive } from '../live/socket.ts';
import { Toasts } from '../parts/toasts.tsx';
import { UploadsContext } from '../upload/uploads-context.ts';
import { createUploads } from '../upload/uploads.ts';
import { fakeSocket } from './fake-socket.suite.ts';

/** The whole application at one address, on a fake API and a socket in the test's hand. */
export function renderAt(path: string, language: Language = 'en') {
  const wire = fakeSocket();
  const router = createMemoryRouter(ROUTES, { initialEntries: [path] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const shown = render(
    <I18nextProvider i18n={createI18n(language)}>
      <QueryClientProvider client={client}>
        <LiveContext value={createLive(wire.socket)}>
          <UploadsContext value={createUploads()}>
            <Toasts>
              <RouterProvider router={router} />
            </Toasts>
          </UploadsContext>
        </LiveContext>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return { ...shown, wire, router };
}
