import { describe, expect, it } from 'vitest';

import { useStage } from '../support/stage.ts';

const stage = useStage();

const POLL = { timeout: 60_000 };

describe('two people setting up the same draft', () => {
  it('see each other’s changes, and neither goes over the other unseen', async () => {
    const { name } = await stage.client.createBatch({
      title: 'Zu zweit',
      fields: [{ label: 'Komponist' }, { label: 'Signatur' }],
      languages: ['deu'],
    });
    const labels = async () => (await stage.client.batch(name)).fields.map(({ label }) => label);
    const [one, two] = await Promise.all([
      stage.open(`/batches/${name}/configure`),
      stage.open(`/batches/${name}/configure`, { locale: 'de-DE' }),
    ]);

    // The second only looks: what the first does is shown to them as it is saved.
    await two.page.getByRole('button', { name: 'Komponist bearbeiten' }).click();
    await one.page.getByRole('button', { name: 'How cards are read' }).click();
    await one.page.getByLabel('Layout').selectOption('block');
    await two.page.getByText('Ein Block gleichmäßiger Zeilen').waitFor();

    // The second's line is down while both type.
    await two.page.context().setOffline(true);
    await two.page.getByLabel('Name', { exact: true }).fill('Tonsetzer');
    await one.page.getByRole('button', { name: 'Edit Signatur' }).click();
    await one.page.getByLabel('Name', { exact: true }).fill('Standort');
    await expect.poll(labels, POLL).toEqual(['Komponist', 'Standort']);
    await two.page.context().setOffline(false);
    const again = two.page.getByRole('button', { name: 'Noch einmal' });
    const compare = two.page.getByRole('button', { name: 'Vergleichen und wählen' });
    await again.or(compare).first().waitFor();
    if (await again.isVisible()) await again.click();
    await compare.click();
    await two.page.getByText('Komponist, Standort anders eingerichtet').waitFor();
    expect(await labels()).toEqual(['Komponist', 'Standort']);
    expect(await two.page.getByLabel('Name', { exact: true }).inputValue()).toBe('Tonsetzer');

    // Chosen with both in view; the first now sees it too.
    await two.page.getByRole('button', { name: 'Eigene behalten' }).click();
    await expect.poll(labels, POLL).toEqual(['Tonsetzer', 'Signatur']);
    await one.page.getByRole('button', { name: 'Edit Tonsetzer' }).waitFor();
    for (const { faults, close } of [one, two]) {
      expect(faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
      await close();
    }
  });
});
