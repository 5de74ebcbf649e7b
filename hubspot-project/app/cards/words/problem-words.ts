import type { Problem } from '../enrichment-state.ts';

/** How a problem is put to the person. */
export interface ProblemWords {
  readonly title: string;
  readonly text: string;
  /** Label of the way on; null when trying again cannot help. */
  readonly action: string | null;
  readonly picture: 'error' | 'support' | 'lock';
}

const WORDS: Readonly<Record<string, Omit<ProblemWords, 'text'> & { readonly text?: string }>> = {
  unreachable: { title: 'oppSpot cannot be reached', action: 'Try again', picture: 'error' },
  still_running: { title: 'Still working', action: 'Look again', picture: 'support' },
  not_installed: {
    title: 'oppSpot is not installed for this account',
    text: 'Ask an admin of your HubSpot account to install oppSpot SmartSync from the app marketplace, then look again.',
    action: 'Look again',
    picture: 'lock',
  },
  invalid_signature: {
    title: 'oppSpot did not accept this request',
    text: 'The request could not be verified as coming from HubSpot. Reload the page; if it stays, tell your admin.',
    action: 'Try again',
    picture: 'lock',
  },
  forbidden: { title: 'You may not do this', action: null, picture: 'lock' },
  not_found: {
    title: 'This record was not found',
    text: 'It may have been deleted or merged a moment ago. Reload the page.',
    action: 'Try again',
    picture: 'error',
  },
  rate_limited: {
    title: 'A lot is going on in your account',
    text: 'oppSpot is handling many requests of your account right now. Nothing was changed; try again in a minute.',
    action: 'Try again',
    picture: 'support',
  },
  daily_limit_reached: { title: 'Daily limit reached', action: null, picture: 'support' },
  misplaced: { title: 'This card cannot work here', action: null, picture: 'error' },
};

/** Words a problem; a code that this card does not know speaks through the backend's own message. */
export function wordProblem(problem: Problem): ProblemWords {
  const known = WORDS[problem.code] ?? { title: 'That did not work', action: 'Try again', picture: 'error' as const };
  return { ...known, text: known.text ?? problem.message };
}
