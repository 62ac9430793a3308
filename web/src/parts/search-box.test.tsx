import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';

import { SearchBox } from './search-box.tsx';

afterEach(cleanup);

/** A page that hears what is typed and gives it back when it is told to, as the address does. */
function page() {
  const heard: string[] = [];
  let giveBack: (value: string) => void = () => undefined;
  const Page = () => {
    const [value, setValue] = useState('');
    giveBack = setValue;
    return <SearchBox label="Search" hint="" value={value} onChange={(text) => heard.push(text)} />;
  };
  render(<Page />);
  const box = screen.getByRole('searchbox', { name: 'Search' });
  if (!(box instanceof HTMLInputElement)) throw new Error('no input');
  return {
    box,
    heard,
    type: (text: string) => fireEvent.change(box, { target: { value: text } }),
    comesBack: (value: string) => act(() => giveBack(value)),
  };
}

it('loses no letter to an address that comes back late', () => {
  const { box, heard, type, comesBack } = page();
  for (const text of ['m', 'mu', 'mul']) type(text);
  comesBack('m');
  expect(box.value).toBe('mul');
  type('mull');
  comesBack('mul');
  comesBack('mull');
  expect(box.value).toBe('mull');
  expect(heard).toEqual(['m', 'mu', 'mul', 'mull']);
});

it('shows what the page searches for when it was changed elsewhere, and is emptied by Esc', () => {
  const { box, heard, type, comesBack } = page();
  type('bach');
  comesBack('bach');
  comesBack('');
  expect(box.value).toBe('');
  comesBack('haydn');
  expect(box.value).toBe('haydn');
  fireEvent.keyDown(box, { key: 'Escape' });
  expect(box.value).toBe('');
  expect(heard).toEqual(['bach', '']);
});
