import type { SeedRecord } from './seed-format.ts';

type LooseContact = Pick<SeedRecord, 'key' | 'properties'>;

/** Contacts that no company is associated with: each shows another way to find one, or that there is none. */
export const LOOSE_CONTACTS: readonly LooseContact[] = [
  // The e-mail domain is that of a company in the portal.
  {
    key: 'loose-domain-1',
    properties: {
      firstname: 'Verity',
      lastname: 'Pask',
      email: 'verity.pask@thistledown.example',
      jobtitle: 'Data Scientist',
    },
  },
  {
    key: 'loose-domain-2',
    properties: { firstname: 'Emeka', lastname: 'Rudd', email: 'emeka.rudd@copperbeck.example', jobtitle: 'Architect' },
  },
  // A private mailbox, but the employer's name and town.
  {
    key: 'loose-employer',
    properties: {
      firstname: 'Harriet',
      lastname: 'Sowerby',
      email: 'harriet.sowerby.invented@gmail.com',
      company: 'Pellworth Systems Ltd',
      city: 'London',
    },
  },
  // A private mailbox and nothing else.
  {
    key: 'loose-freemail-1',
    properties: { firstname: 'Digby', lastname: 'Thrush', email: 'digby.thrush.invented@gmail.com' },
  },
  {
    key: 'loose-freemail-2',
    properties: { firstname: 'Nerys', lastname: 'Quayle', email: 'nerys.quayle.invented@btinternet.com' },
  },
  // A business address of a company that nobody entered.
  {
    key: 'loose-unknown-domain',
    properties: { firstname: 'Olwen', lastname: 'Trask', email: 'olwen.trask@sandlark.example' },
  },
  // A name from a trade fair.
  { key: 'loose-name-only', properties: { firstname: 'Cedric', lastname: 'Amble' } },
];
