import { Accordion, Button, LoadingButton } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { buildEnrichment, buildRecord } from './builders.ts';
import { placeCard } from './card-stand.tsx';

async function placeWith(automation: ReturnType<typeof buildEnrichment>['automation']) {
  const card = placeCard();
  card.show();
  (await card.request(1)).answer(buildRecord({ enrichment: buildEnrichment({ automation }) }));
  await card.until(() => expect(card.text()).not.toContain('Looking up'));
  return card;
}

const titles = (card: Awaited<ReturnType<typeof placeWith>>) => card.findAll(Accordion).map(({ props }) => props.title);

describe('what automation did', () => {
  test('is told with its reason, and so is each thing that was not done', async () => {
    const card = await placeWith({
      task: { id: '71', created: true, reason: '"Discovery call" for owner 9' },
      deal: { id: '72', created: false },
      owner: null,
      held: ['owner: the record has an owner already (9)'],
    });

    expect(card.text()).toContain('Task made (71): "Discovery call" for owner 9');
    expect(card.text()).toContain('Deal made earlier (72)');
    expect(card.text()).toContain('Owner: the record has an owner already (9)');
    expect(titles(card)).toContain('Task, deal and owner (1 new)');
  });

  test('in a preview says what an enrichment would make, and that applying makes none of it', async () => {
    const card = await placeWith({ task: null, deal: null, owner: null, held: [], planned: ['task: "Call"'] });

    expect(card.text()).toContain('Task: "Call"');
    expect(card.text()).toContain('makes none of these');
  });

  test('is not shown where there is nothing to tell', async () => {
    const card = await placeWith({ task: null, deal: null, owner: null, held: [] });

    expect(titles(card).join()).not.toContain('Task, deal and owner');
  });

  test('can be taken back, also where no property was written', async () => {
    const card = placeCard();
    card.show();
    const enrichment = buildEnrichment({
      changes: [],
      automation: { task: { id: '71', created: true }, deal: null, owner: null, held: [] },
      undo: { possibleUntil: new Date(Date.now() + 86_400_000).toISOString(), undoneAt: null },
    });
    (await card.request(1)).answer(buildRecord({ enrichment }));

    const first = await card.until(() => buttonOf(card, 'Undo'));
    first.trigger('onClick');
    await card.until(() => expect(card.text()).toContain('takes back the task that oppSpot made'));
    buttonOf(card, 'Undo').trigger('onClick');

    const asked = await card.request(2);
    expect([asked.path, asked.body]).toEqual([`/api/hubspot/enrichments/${enrichment.id}/undo`, {}]);
  });
});

function buttonOf(card: ReturnType<typeof placeCard>, words: string) {
  const found = [...card.findAll(Button), ...card.findAll(LoadingButton)].find(({ text }) => text === words);
  if (!found) throw new Error(`no button "${words}" in: ${card.text()}`);
  return found;
}
