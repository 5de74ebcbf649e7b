import type { Seed } from '../../../sandbox/seed/seed-format.ts';

/** Two portals that must never see each other, an admin and a rep in each. */
export const PORTAL = 7001;
export const OTHER_PORTAL = 7002;
export const ADMIN = 501;
export const REP = 502;

const users = [
  { id: ADMIN, email: 'admin@hazelgrove.example', firstName: 'Ada', lastName: 'Min', superAdmin: true },
  { id: REP, email: 'rep@hazelgrove.example', firstName: 'Ray', lastName: 'Ep', superAdmin: false },
];

/** Records of both portals by key; every name is invented. */
export const SEED: Seed = {
  portals: [
    {
      id: PORTAL,
      name: 'Hazel Grove',
      users,
      companies: [
        {
          key: 'kestrel',
          properties: {
            name: 'Kestrel Loom Software Ltd',
            domain: 'kestrel-loom.example',
            city: 'Leeds',
            zip: 'LS1 4AP',
          },
        },
        { key: 'sinking', properties: { name: 'Sinking Barge Ltd', city: 'Hull', zip: 'HU1 1AA' } },
        { key: 'twin', properties: { name: 'Copper Finch Ltd', domain: 'copper-finch.example' } },
        { key: 'twin-branch', properties: { name: 'Copper Finch (North)', domain: 'copper-finch.example' } },
        { key: 'stranger', properties: { name: 'Zzyzx Fremdfirma GmbH', city: 'Ulm', country: 'Germany' } },
        { key: 'bare', properties: { name: 'Bare Bones Ltd', city: 'Derby', zip: 'DE1 1AA' } },
        {
          key: 'listed',
          properties: { name: 'Kestrel Loom Software Ltd', domain: 'suppressed.example', zip: 'LS1 4AP' },
        },
      ],
      contacts: [
        {
          key: 'ann',
          properties: { firstname: 'Ann', lastname: 'One', email: 'ann@kestrel-loom.example' },
          associations: ['kestrel'],
        },
        {
          key: 'bob',
          properties: { firstname: 'Bob', lastname: 'Two', email: 'bob@kestrel-loom.example' },
          associations: ['kestrel'],
        },
        { key: 'loner', properties: { firstname: 'Lo', lastname: 'Ner', email: 'loner@gmail.com' } },
        { key: 'by-domain', properties: { firstname: 'Dom', lastname: 'Ain', email: 'dom@kestrel-loom.example' } },
      ],
      deals: [
        {
          key: 'deal',
          properties: { dealname: 'Loom renewal', pipeline: 'default', dealstage: 'appointmentscheduled' },
          associations: ['kestrel'],
        },
        {
          key: 'loose-deal',
          properties: { dealname: 'Loose end', pipeline: 'default', dealstage: 'appointmentscheduled' },
        },
      ],
    },
    {
      id: OTHER_PORTAL,
      name: 'Rival',
      users: [{ id: 601, email: 'admin@rival.example', firstName: 'Ri', lastName: 'Val', superAdmin: true }],
      companies: [{ key: 'kestrel', properties: { name: 'Kestrel Loom Software Ltd', zip: 'LS1 4AP' } }],
    },
  ],
};
