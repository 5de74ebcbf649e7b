import type { Activity } from './demo-activity.ts';

/** A deal of the demo portal. */
export interface DemoDeal {
  readonly company?: string;
  readonly name: string;
  readonly amountGbp: number;
  readonly stage: string;
  /** Default `default`. */
  readonly pipeline?: string;
  readonly owner: 'rowan' | 'imogen';
  readonly activity?: Activity;
  /** Days until it should close; negative: it did. */
  readonly closesInDays: number;
}

/** The second pipeline: customers who stay. */
export const RENEWALS_PIPELINE = {
  id: 'renewals',
  label: 'Renewals',
  stages: [
    { id: 'renewal_upcoming', label: 'Upcoming', probability: '0.6' },
    { id: 'renewal_in_talks', label: 'In Talks', probability: '0.8' },
    { id: 'renewal_won', label: 'Renewed', probability: '1.0' },
    { id: 'renewal_lost', label: 'Not Renewed', probability: '0.0' },
  ],
};

type DealRow = readonly [
  company: string | undefined,
  name: string,
  amountGbp: number,
  stage: string,
  owner: 'rowan' | 'imogen',
  closesInDays: number,
  activity?: Activity | undefined,
  pipeline?: string,
];

const ROWS: readonly DealRow[] = [
  ['thistledown', 'Forecasting pilot', 48_000, 'presentationscheduled', 'rowan', 35, 'keen'],
  ['thistledown', 'Data hosting, second year', 12_500, 'qualifiedtobuy', 'rowan', 80, 'active'],
  ['copperbeck', 'Migration desk, 40 seats', 61_000, 'decisionmakerboughtin', 'imogen', 21, 'keen'],
  ['gannet-rowe', 'Advisory suite', 27_500, 'contractsent', 'rowan', 9, 'keen'],
  ['saltmarsh', 'Studio licences', 6_800, 'appointmentscheduled', 'imogen', 60, 'active'],
  ['pellworth', 'Integration package', 18_000, 'appointmentscheduled', 'rowan', 75],
  ['brindle-fox', 'Campaign reporting', 9_400, 'closedlost', 'imogen', -40, 'fading'],
  ['oakapple', 'Matter search, three offices', 33_000, 'qualifiedtobuy', 'rowan', 50, 'active'],
  ['wychcombe', 'Drawing archive', 14_200, 'appointmentscheduled', 'imogen', 90],
  ['quillfeather', 'Backlist portal, year three', 22_000, 'renewal_in_talks', 'imogen', 28, 'active', 'renewals'],
  ['tamarisk', 'Site survey tool', 39_000, 'appointmentscheduled', 'rowan', 110, 'curious'],
  ['fernhythe', 'Starter package', 3_900, 'qualifiedtobuy', 'imogen', 45],
  ['pennywhistle', 'Player analytics', 7_200, 'presentationscheduled', 'imogen', 30, 'active'],
  ['barleymow', 'Shop forecasting', 26_000, 'qualifiedtobuy', 'imogen', 55, 'active'],
  ['ironmoss', 'Design review, phase two', 19_500, 'renewal_upcoming', 'rowan', 15, 'fading', 'renewals'],
  ['old-tannery', 'Support contract', 5_600, 'renewal_lost', 'rowan', -95, undefined, 'renewals'],
  ['brackenfield', 'Brand library', 11_000, 'closedwon', 'imogen', -12, 'active'],
  ['copper-lantern', 'Workshop planner', 4_400, 'appointmentscheduled', 'rowan', 70],
  ['nordlicht', 'Sailmakers’ catalogue', 16_000, 'appointmentscheduled', 'imogen', 85],
  [undefined, 'Enquiry from the autumn fair', 8_000, 'appointmentscheduled', 'rowan', 65],
];

/** All deals of the demo portal. */
export const DEMO_DEALS: readonly DemoDeal[] = ROWS.map(
  ([company, name, amountGbp, stage, owner, closesInDays, activity, pipeline]) => ({
    name,
    amountGbp,
    stage,
    owner,
    closesInDays,
    ...(company === undefined ? {} : { company }),
    ...(activity === undefined ? {} : { activity }),
    ...(pipeline === undefined ? {} : { pipeline }),
  }),
);

/** Whether a deal still runs. */
export function isOpenDeal({ stage }: DemoDeal): boolean {
  return !['closedwon', 'closedlost', 'renewal_won', 'renewal_lost'].includes(stage);
}
