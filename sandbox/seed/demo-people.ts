import type { Activity } from './demo-activity.ts';

/** A contact of the demo portal; everyone is invented. */
export interface DemoPerson {
  readonly name: string;
  readonly job: string;
  readonly activity?: Activity;
}

/** Contacts by the key of their company, written `First Last | job title | activity`. */
const ROSTER: Readonly<Record<string, readonly string[]>> = {
  thistledown: [
    'Priya Fenwick | Chief Executive | keen',
    'Callum Ashdown | Chief Technology Officer | keen',
    'Beth Okonjo | Head of Operations | active',
    'Idris Holloway | Finance Director',
  ],
  copperbeck: [
    'Saskia Thorne | Managing Director | keen',
    'Tobias Nwosu | Head of Cloud Delivery | active',
    'Maeve Lister | Office Manager',
  ],
  'gannet-rowe': [
    'Eleanor Gannet | Senior Partner | keen',
    'Dominic Rowe | Partner | active',
    'Farah Siddall | Practice Manager | curious',
    'Jonty Merrick | Associate',
  ],
  saltmarsh: ['Nell Carraway | Creative Director | active', 'Osian Pryce | Studio Manager', 'Zara Kemble | Designer'],
  pellworth: ['Graham Pell | Managing Director', 'Anjali Worthing | Product Lead | curious', 'Leo Stannard | Engineer'],
  'brindle-fox': ['Rosalind Brindle | Founder | fading', 'Kwame Foxley | Account Director', 'Tess Arkwright | Planner'],
  oakapple: [
    'Hamish Dunmore | Chief Executive | active',
    'Catriona Sills | General Counsel | curious',
    'Ravi Menteith | Head of Engineering',
  ],
  wychcombe: [
    'Bronwen Wych | Principal Architect',
    'Alistair Combe | Partner',
    'Yusra Dean | Studio Manager | curious',
  ],
  quillfeather: [
    'Arthur Quill | Publisher | fading',
    'Delphine Marsh | Rights Manager | active',
    'Kit Underhay | Head of Production',
    'Oona Feather | Editorial Director',
  ],
  tamarisk: ['Sunita Rigg | Operations Director | curious', 'Barnaby Tull | Network Planner', 'Greta Mosley | Buyer'],
  fernhythe: ['Edie Hythe | Founder', 'Marcus Broadland | Developer', 'Nadia Reeve | Account Manager | curious'],
  cobblegate: ['Winifred Cobb | Partner | fading', 'Stuart Gately | Accountant', 'Lorna Micklegate | Bookkeeper'],
  'starling-lane': ['Jerome Larkin | Research Director', 'Hattie Soames | Laboratory Manager | curious'],
  pennywhistle: ['Finlay Drummond | Founder | active', 'Mirren Tait | Art Director', 'Joss Penny | Producer'],
  ambergate: ['Lucia Amberley | Managing Director', 'Piotr Gates | Project Manager'],
  barleymow: ['Ted Barlow | Managing Director | active', 'Shanice Mow | Head of Retail', 'Colin Crust | Plant Manager'],
  crookhorn: ['Denise Crook | Transport Manager', 'Gareth Horne | Director'],
  dovecote: ['Imran Dovey | Founder | curious', 'Philippa Coates | Head of Buying'],
  greenshank: ['Walter Shank | Farm Manager', 'Agnes Green | Company Secretary'],
  'lucky-heron': ['Vince Heron | Commercial Director | keen', 'Tamsin Luck | Marketing Manager'],
  ironmoss: ['Duncan Moss | Director | fading', 'Helena Irons | Design Lead'],
  silverpike: ['Rupert Pike | Commissioning Editor', 'Saffron Silver | Production Manager'],
  'foxglove-hart': ['Clementine Hart | Director', 'Jude Foxe | Media Planner'],
  withybrook: ['Malcolm Brook | Partner', 'Aisha Withers | Consultant | curious'],
  rookwood: ['Fergus Rook | Senior Surveyor', 'Morag Woodrow | Director'],
  dunmere: ['Basil Dunn | Director'],
  'old-tannery': ['Phoebe Tanner | Former Director'],
  'copper-lantern': ['Simon Lantry | Workshop Manager', 'Ursula Coppard | Director'],
  brackenfield: ['Lowri Bracken | Design Director | active', 'Samir Field | Project Lead'],
  swiftlet: ['Perdita Swift | Insight Director | curious'],
  wetherdale: ['Noah Wether | Founder', 'Isla Dale | Support Lead'],
  'juniper-wharf': ['Gwen Juniper | Chief Engineer'],
  'hollin-bridge': ['Marlon Hollin | Producer', 'Daphne Bridger | Director'],
  nordlicht: ['Jens Küster | Einkaufsleiter', 'Anke Lindholm | Geschäftsführerin'],
  boulvert: ['Mathilde Boulvert | Gérante'],
  tesco: ['Horace Plumley | Category Buyer'],
  asda: ['Marjorie Tindle | Supplier Manager'],
};

/** Contacts by the key of their company. */
export const PEOPLE: ReadonlyMap<string, readonly DemoPerson[]> = new Map(
  Object.entries(ROSTER).map(([company, lines]) => [company, lines.map(readLine)]),
);

function readLine(line: string): DemoPerson {
  const [name = '', job = '', activity] = line.split('|').map((part) => part.trim());
  return { name, job, ...(isActivity(activity) ? { activity } : {}) };
}

function isActivity(word: string | undefined): word is Activity {
  return word === 'keen' || word === 'active' || word === 'fading' || word === 'curious';
}
