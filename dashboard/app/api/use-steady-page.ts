import { useState } from 'react';
import type { z } from 'zod';
import type { historyShape } from './shapes.ts';

type HistoryPage = z.infer<typeof historyShape>;

/** A page of the history that stays where it is while people read it. */
export interface SteadyPage {
  /** Undefined: nothing was answered yet. */
  readonly page: HistoryPage | undefined;
  /** The question that the page answers; empty before the first. Other lines than before are there when it changes. */
  readonly answers: string;
  /** It answers what was asked for before; the answer to what is chosen now is on its way. */
  readonly isOld: boolean;
  /** Lines came or went since. */
  readonly isBehind: boolean;
  readonly showNew: () => void;
}

/** What the server says now, and to which question. */
interface SteadyPageInput {
  /** Undefined: not answered yet. */
  readonly newest: HistoryPage | undefined;
  /** What was asked for; with another one everything is new. */
  readonly chosen: string;
  readonly isFetching: boolean;
}

/**
 * Keeps the lines of a page in their places: what changes in them shows at once, what is new waits until the person asks
 * for it or chooses something else. A line under the pointer is still the same one when it is clicked.
 */
export function useSteadyPage({ newest, chosen, isFetching }: SteadyPageInput): SteadyPage {
  const [held, setHeld] = useState<{ readonly chosen: string; readonly page: HistoryPage }>();
  const [isWaiting, setIsWaiting] = useState(false);
  // What was answered to this question some time ago is not shown for a moment and then replaced.
  const isAnswered = newest !== undefined && (held?.chosen === chosen || !isFetching);
  const isOther = held?.chosen !== chosen || held.page.items.length === 0 || isWaiting;
  if (isAnswered && isOther && held?.page !== newest) {
    setHeld({ chosen, page: newest });
    setIsWaiting(false);
  }
  if (held === undefined || newest === undefined || held.chosen !== chosen) {
    return {
      page: held?.page,
      answers: held?.chosen ?? '',
      isOld: true,
      isBehind: false,
      showNew: () => setIsWaiting(isFetching),
    };
  }
  const now = new Map(newest.items.map((item) => [item.id, item]));
  const items = held.page.items.map((item) => now.get(item.id) ?? item);
  const isBehind = now.size !== items.length || items.some(({ id }) => !now.has(id));
  return {
    page: { ...held.page, items },
    answers: chosen,
    isOld: false,
    isBehind,
    showNew: () => {
      if (isBehind) setHeld({ chosen, page: newest });
      else setIsWaiting(isFetching); // what is on its way was asked for too
    },
  };
}
