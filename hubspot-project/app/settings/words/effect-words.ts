import type { ScorePreviewAnswer } from '../../../contract/score-preview.ts';
import { countWords, joinWords } from '../../../display/names.ts';

type Preview = ScorePreviewAnswer['preview'];
type Shown = Preview['largest'][number]['before'];

const BAND_LABELS = { hot: 'Hot', warm: 'Warm', lukewarm: 'Lukewarm', cold: 'Cold' } as const;

/** A band, or that there is no score. */
export const wordBand = (band: Shown['band']): string => (band === null ? 'no score' : BAND_LABELS[band]);

/** "74, Warm"; "No score" where too little is known. */
export const wordShown = ({ total, band }: Shown): string =>
  total === null ? 'No score' : `${total}, ${wordBand(band)}`;

/** What the change does, in one or two sentences. */
export function wordEffect({ records, up, down, gained, lost }: Preview): string {
  if (records === 0) return 'No record is enriched yet, so there is nothing to compare.';
  const looked = records === 1 ? 'The record that was enriched last' : `Of the ${records} records enriched last`;
  const parts = [
    ...(up > 0 ? [`${up} ${up === 1 ? 'goes' : 'go'} up`] : []),
    ...(down > 0 ? [`${down} ${down === 1 ? 'goes' : 'go'} down`] : []),
    ...(gained > 0 ? [`${gained} ${gained === 1 ? 'gets' : 'get'} a score`] : []),
    ...(lost > 0 ? [`${lost} ${lost === 1 ? 'loses its' : 'lose their'} score`] : []),
  ];
  if (parts.length === 0)
    return records === 1
      ? `${looked} keeps its score.`
      : `None of the ${records} records enriched last changes its score.`;
  if (records === 1) return `${looked} ${parts.join('').replace(/^1 /, '')}.`;
  const same = records - up - down - gained - lost;
  const rest = same === 0 ? '' : ` ${same} ${same === 1 ? 'stays' : 'stay'} as ${same === 1 ? 'it is' : 'they are'}.`;
  return `${looked}, ${joinWords(parts)}.${rest}`;
}

/** "3 records from Warm to Hot". */
export const wordMove = ({ from, to, records }: Preview['moves'][number]): string =>
  `${countWords(records, 'record')} from ${wordBand(from)} to ${wordBand(to)}`;

/** Why some of the profile is left out; undefined when nothing is. */
export function wordUnjudged({ unjudgedCriteria: count }: Preview): string | undefined {
  if (count === 0) return undefined;
  const which = count === 1 ? 'The new technology criterion is' : `${count} new technology criteria are`;
  return `${which} left out here: websites are searched for it only when a record is enriched again.`;
}
