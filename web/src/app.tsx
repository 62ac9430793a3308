import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import {
  createBrowserRouter,
  isRouteErrorResponse,
  Link,
  Outlet,
  redirect,
  type RouteObject,
  useRouteError,
} from 'react-router';

import { BatchLayout } from './batch/batch-layout.tsx';
import { Empty, Loading } from './parts/page-states.tsx';
import { Frame } from './shell/frame.tsx';
import { TopBar } from './shell/top-bar.tsx';

/** A page of its own chunk: whoever watches one batch does not load the editor of another page. */
function page(load: () => Promise<{ default: ComponentType }>) {
  const Page = lazy(load);
  return (
    <Suspense
      fallback={
        <div className="main pad">
          <Loading />
        </div>
      }
    >
      <Page />
    </Suspense>
  );
}

export const ROUTES: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <Crash />,
    children: [
      { index: true, loader: () => redirect('/history') },
      {
        path: 'history',
        element: page(async () => ({ default: (await import('./history/history-page.tsx')).HistoryPage })),
      },
      {
        path: 'find',
        element: page(async () => ({ default: (await import('./find/find-page.tsx')).FindPage })),
      },
      {
        path: 'new',
        element: page(async () => ({ default: (await import('./upload/new-page.tsx')).NewPage })),
      },
      {
        path: 'batches/:batch',
        element: <BatchLayout />,
        children: [
          {
            path: 'upload',
            element: page(async () => ({ default: (await import('./upload/upload-page.tsx')).UploadPage })),
          },
          {
            path: 'configure',
            element: page(async () => ({
              default: (await import('./configure/configure-page.tsx')).ConfigurePage,
            })),
          },
          {
            path: 'process',
            element: page(async () => ({
              default: (await import('./process/process-page.tsx')).ProcessPage,
            })),
          },
          {
            path: 'results',
            element: page(async () => ({
              default: (await import('./results/results-page.tsx')).ResultsPage,
            })),
          },
          {
            path: 'verify',
            element: page(async () => ({ default: (await import('./verify/verify-page.tsx')).VerifyPage })),
          },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(ROUTES);

function Shell() {
  const { t } = useTranslation();
  return (
    <div className="app">
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <TopBar />
      <Outlet />
    </div>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Frame title="404" className="pad">
      <Empty
        title={t('page.notFound')}
        action={
          <Link className="btn" to="/history">
            {t('page.toHistory')}
          </Link>
        }
      />
    </Frame>
  );
}

/** A defect of ours ends one page, never in an empty screen. */
function Crash() {
  const { t } = useTranslation();
  const error = useRouteError();
  const detail = isRouteErrorResponse(error) ? error.statusText : error instanceof Error ? error.message : '';
  return (
    <div className="app">
      <main className="main pad">
        <Empty
          title={t('page.crash')}
          action={
            <button type="button" className="btn" onClick={() => location.reload()}>
              {t('page.reload')}
            </button>
          }
        />
        <p className="mono xs q3" style={{ marginTop: 12, textAlign: 'center' }}>
          {detail}
        </p>
      </main>
    </div>
  );
}
