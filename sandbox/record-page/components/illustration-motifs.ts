export type Motif =
  | 'building'
  | 'people'
  | 'lock'
  | 'target'
  | 'chart'
  | 'search'
  | 'plug'
  | 'document'
  | 'bulb'
  | 'cloud'
  | 'tray';

/** Outlines on a 100×72 field standing on y=62: a filled shape and accent strokes over it. */
export const motifPaths: Readonly<Record<Motif, { readonly shape: string; readonly accent: string }>> = {
  building: {
    shape: 'M30 62V18h24v44M54 62V32h18v30',
    accent: 'M36 26h4M45 26h4M36 35h4M45 35h4M36 44h4M45 44h4M60 40h6M60 49h6M39 62v-9h7v9',
  },
  people: {
    shape: 'M40 20a9 9 0 1 1 0 18 9 9 0 0 1 0-18M23 62c0-11 7-18 17-18s17 7 17 18',
    accent: 'M64 28a7 7 0 1 1 0 14M66 47c7 0 12 6 12 15',
  },
  lock: { shape: 'M34 34h32v28H34z', accent: 'M40 34v-7a10 10 0 0 1 20 0v7M50 45v7' },
  target: {
    shape: 'M50 16a23 23 0 1 1 0 46 23 23 0 0 1 0-46',
    accent: 'M50 28a11 11 0 1 1 0 22 11 11 0 0 1 0-22M50 39L76 13M70 13h6v6',
  },
  chart: { shape: 'M26 62V44h10v18M44 62V30h10v32M62 62V38h10v24', accent: 'M24 32l16-9 14 6 22-14' },
  search: { shape: 'M28 16h32v46H28z', accent: 'M35 26h18M35 34h12M62 38a10 10 0 1 1 0 20 10 10 0 0 1 0-20M69 55l9 8' },
  plug: { shape: 'M38 30h24v10a12 12 0 0 1-24 0z', accent: 'M44 30V18M56 30V18M50 52v10' },
  document: { shape: 'M32 14h24l12 12v36H32z', accent: 'M56 14v12h12M40 36h20M40 44h20M40 52h12' },
  bulb: {
    shape: 'M50 14a15 15 0 0 0-8 28c2 1 3 4 3 6h10c0-2 1-5 3-6a15 15 0 0 0-8-28',
    accent: 'M45 54h10M47 60h6M24 22l5 3M76 22l-5 3M50 6V2',
  },
  cloud: {
    shape: 'M32 54a11 11 0 0 1 2-22 17 17 0 0 1 33-1 12 12 0 0 1 1 23z',
    accent: 'M43 44h.1M57 44h.1M44 51c3-3 9-3 12 0',
  },
  tray: { shape: 'M26 40l8-20h32l8 20v22H26z', accent: 'M26 42h15l4 7h10l4-7h15' },
};

const motifWords: readonly (readonly [RegExp, Motif])[] = [
  [/error/i, 'cloud'],
  [/lock|security/i, 'lock'],
  [/building|compan|store|cone/i, 'building'],
  [/contact|lead|social|customer|meeting|calling/i, 'people'],
  [/target|goal|deal|payment/i, 'target'],
  [/report|chart/i, 'chart'],
  [/search|object/i, 'search'],
  [/api|integration|component|sandbox|testing/i, 'plug'],
  [/idea|beta|announcement/i, 'bulb'],
  [/task|signature|registration|email|content|ticket|properties|sidebar|cards/i, 'document'],
];

export function motifOf(name: string): Motif {
  return motifWords.find(([words]) => words.test(name))?.[1] ?? 'tray';
}
