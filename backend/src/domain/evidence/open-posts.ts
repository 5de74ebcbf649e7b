import { dayInWords } from '../days.ts';
import type { SignalEvent } from '../signals/signal.ts';
import { SIGNAL_RULES, signalEventOf } from '../signals/signal-rules.ts';
import type { IsoDate } from '../time.ts';
import type { JobPost, WebsitePage } from './website.ts';

/** How many posts a website advertises. */
export interface OpenPosts {
  readonly count: number;
  /** Day of the newest dated posting; null when none is dated. */
  readonly newestOn: IsoDate | null;
  /** Ids of the evidence: the kinds of the pages that show them. */
  readonly evidence: readonly string[];
  /** The posts in words, for the evidence. */
  readonly snippet: string;
}

/** How careers pages say that there is nothing; "no job is too small" says something else. */
const NO_POSTS =
  /\b(?:no (?:current |open |live )?(?:job )?(?:vacancies|openings|open positions|open roles)|no (?:positions|roles|jobs) (?:currently|available|at the moment|at present)|not currently (?:recruiting|hiring))\b/i;

/**
 * Counts the posts that the pages clearly list and that are still open on the day.
 *
 * Only postings in machine-readable form and links into known applicant systems are counted. "None" is known only when
 * the careers page says so in words: a list that a script fills in later looks empty to us.
 *
 * @returns undefined when that is not known
 */
export function openPostsOf(pages: readonly WebsitePage[], asOf: IsoDate): OpenPosts | undefined {
  const open = pages.flatMap(({ kind, posts }) => posts.filter(isOpenOn(asOf)).map((post) => ({ kind, post })));
  const posts = [...new Map(open.map(({ post }) => [post.key, post])).values()];
  if (posts.length > 0) {
    const days = posts.flatMap(({ postedOn }) => (postedOn !== null && postedOn <= asOf ? [postedOn] : []));
    return {
      count: posts.length,
      newestOn: days.sort().at(-1) ?? null,
      evidence: [...new Set(open.map(({ kind }) => kind))],
      snippet: `Open posts: ${posts.length}: ${posts.map(({ title }) => title).join(', ')}`,
    };
  }
  const saysNone = pages.find(({ kind, text }) => kind === 'careers' && NO_POSTS.test(text));
  return saysNone && { count: 0, newestOn: null, evidence: [saysNone.kind], snippet: 'Open posts: none' };
}

/** One signal for all posts, dated by the newest posting; none while no posting is dated: our visit dates nothing. */
export function postsEvents({ count, newestOn, evidence }: OpenPosts): readonly SignalEvent[] {
  if (count === 0 || newestOn === null) return [];
  const noun = count === 1 ? '1 open post' : `${count} open posts`;
  const event = {
    text: `Advertises ${noun} on its website (newest of ${dayInWords(newestOn)})`,
    occurredOn: newestOn,
    dedupeKey: 'website:open-posts',
    evidence,
  };
  return [signalEventOf(ruleOf(count), event)];
}

function ruleOf(count: number) {
  if (count >= 10) return SIGNAL_RULES.postsManyAdvertised;
  return count >= 3 ? SIGNAL_RULES.postsSomeAdvertised : SIGNAL_RULES.postsFewAdvertised;
}

function isOpenOn(asOf: IsoDate) {
  return ({ validUntil }: JobPost) => validUntil === null || validUntil >= asOf;
}
