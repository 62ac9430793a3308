import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createRef } from 'react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createI18n } from '../i18n/i18n.ts';
import type { openZoom } from './open-zoom.ts';
import { Viewer, type ViewerHandle } from './viewer.tsx';

type Deps = Parameters<typeof openZoom>[0];
type Zoom = ReturnType<typeof openZoom>;
const opened: { deps: Deps; zoom: Zoom }[] = [];
vi.mock('./open-zoom.ts', () => ({
  openZoom: (deps: Deps): Zoom => {
    const zoom: Zoom = {
      do: vi.fn<Zoom['do']>(),
      show: vi.fn<Zoom['show']>(),
      light: vi.fn<Zoom['light']>(),
      toImage: (at) => at,
      at: ({ clientX: x, clientY: y }) => ({ x, y }),
      wheel: vi.fn<Zoom['wheel']>(),
      kept: () => ({ scale: 0.5, angle: 90, fitted: true, center: { x: 7, y: 8 } }),
      close: vi.fn<Zoom['close']>(),
    };
    opened.push({ deps, zoom });
    deps.onShown();
    deps.onState({ scale: 0.5, angle: 90, fitted: true });
    return zoom;
  },
}));
beforeEach(() => {
  opened.length = 0;
});
afterEach(cleanup);

const WAIT = { timeout: 15_000 };
const words = [
  { text: 'Missa', x: 10, y: 10, width: 80, height: 20 },
  { text: 'brevis', x: 110, y: 10, width: 80, height: 20 },
];

async function open(language: 'en' | 'de' = 'en') {
  const onWord = vi.fn<(place: number) => void>();
  const onPlace = vi.fn<(place: unknown) => void>();
  const handle = createRef<ViewerHandle>();
  const shown = render(
    <I18nextProvider i18n={createI18n(language)}>
      <Viewer
        batch="b"
        filename="1.jpg"
        words={words}
        lit={{ words: [1], unsure: [] }}
        follow
        onWord={onWord}
        handle={handle}
        renderOver={({ image, at }) => (
          <button type="button" onClick={(event) => onPlace(at(event))}>
            Over {image.width}
          </button>
        )}
      />
    </I18nextProvider>,
  );
  const [image] = shown.container.getElementsByTagName('img');
  if (image === undefined) throw new Error('no image');
  fireEvent.load(image);
  await waitFor(() => expect(opened).toHaveLength(1), WAIT);
  const [first] = opened;
  if (first === undefined) throw new Error('no zoom');
  return { ...first, onWord, onPlace, handle, image, ...shown };
}

describe('the viewer of a card', () => {
  it('does by button what its label says', async () => {
    const { zoom } = await open();
    for (const name of ['Larger', 'Smaller', 'Fit', '1:1', 'Turn'])
      fireEvent.click(screen.getByRole('button', { name }));
    expect(vi.mocked(zoom.do).mock.calls.flat()).toEqual(['larger', 'smaller', 'fit', 'real', 'turn']);
    await screen.findByText('50%', undefined, WAIT);
  });

  it('does by key what its buttons do, and leaves other keys alone', async () => {
    const { zoom, handle } = await open();
    const stage = screen.getByRole('application');
    for (const key of ['+', '-', '0', '1', 'r']) fireEvent.keyDown(stage, { key });
    // The whole card is in view: arrows scroll the page.
    fireEvent.keyDown(stage, { key: 'ArrowDown' });
    fireEvent.keyDown(stage, { key: '+', ctrlKey: true });
    expect(vi.mocked(zoom.do).mock.calls.flat()).toEqual(['larger', 'smaller', 'fit', 'real', 'turn']);
    expect(handle.current?.key('x')).toBe(false);
  });

  it('is brightened and brought back to the scan', async () => {
    const { zoom } = await open();
    fireEvent.click(screen.getByRole('button', { name: 'Brightness and contrast' }));
    fireEvent.change(screen.getByLabelText('Contrast'), { target: { value: '1.6' } });
    await waitFor(() => expect(zoom.light).toHaveBeenLastCalledWith({ brightness: 1, contrast: 1.6 }), WAIT);
    fireEvent.click(screen.getByRole('button', { name: 'As scanned' }));
    await waitFor(() => expect(zoom.light).toHaveBeenLastCalledWith({ brightness: 1, contrast: 1 }), WAIT);
  });

  it('says which word was clicked on the image or chosen by keyboard, and brings what is lit into view', async () => {
    const { deps, zoom, onWord } = await open();
    deps.onClick({ x: 20, y: 20 });
    deps.onClick({ x: 500, y: 500 });
    const lit = screen.getByRole('button', { name: 'brevis' });
    expect(lit.tabIndex).toBe(0);
    fireEvent.keyDown(lit, { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Missa' }));
    fireEvent.click(lit);
    expect(onWord.mock.calls.flat()).toEqual([0, 1]);
    expect(zoom.show).toHaveBeenCalledWith({ x: 110, y: 10, width: 80, height: 20 });
  });

  it('carries a layer of the page that knows its pixels and gives the wheel on', async () => {
    const { deps, zoom, onPlace } = await open();
    expect(deps.layers).toHaveLength(2);
    const over = screen.getByRole('button', { name: 'Over 0' });
    fireEvent.click(over, { clientX: 30, clientY: 40 });
    expect(onPlace).toHaveBeenCalledWith({ x: 30, y: 40 });
    fireEvent.wheel(over, { deltaY: 100 });
    expect(zoom.wheel).toHaveBeenCalledOnce();
  });

  it('puts the lens over what is lit on the full screen, and takes it away again', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: /^Lens/ }));
    const layer = await screen.findByRole('dialog', { name: 'Image of 1.jpg' }, WAIT);
    fireEvent.load(layer.getElementsByTagName('img')[0] ?? layer);
    await waitFor(() => expect(opened).toHaveLength(2), WAIT);
    expect(opened[1]?.deps.start).toEqual({ scale: 2, angle: 90, fitted: false, center: { x: 150, y: 20 } });
    fireEvent.click(screen.getByRole('button', { name: 'Leave full screen' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), WAIT);
    expect(opened[1]?.zoom.close).toHaveBeenCalledOnce();
  });

  it('shows no broken image while there is none, and the words that say so', async () => {
    const { image } = await open();
    fireEvent.error(image);
    expect(image.className).toContain('broken');
    fireEvent.load(image);
    expect(image.className).not.toContain('broken');
  });

  it('speaks German', async () => {
    await open('de');
    expect(screen.getByRole('button', { name: 'Größer' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Ganzer Bildschirm' })).toBeDefined();
  });
});
