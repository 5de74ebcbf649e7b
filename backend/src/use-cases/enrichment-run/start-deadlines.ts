import { type StartTimeLimit, startTimeLimit } from '../../lib/time-limit.ts';

/** What asks outside shares one time: whoever waits for the answer does not care who was asked when. */
export interface RunDeadlines {
  /** Aborts when no source is waited for any more: those that tell whose a domain is, and those that tell facts. */
  readonly sourcesBy: AbortSignal;
  /** Aborts when sources and model have had their time together: what the ones use of it the other has no more. */
  readonly answerBy: AbortSignal;
  /** Frees the timers; to be called when the answer is there. */
  end(): void;
}

/** What has not answered by then counts as failed, never as "not found". */
const SOURCES_WITHIN_MS = 8_000;

/** Sources and model together, so that their limits never add up. */
const ANSWER_WITHIN_MS = 25_000;

/**
 * Starts the time in which everything outside must have answered.
 *
 * @param stop ends it sooner: the run's own time is over or its lease was lost
 * @param start on the system's timer unless given
 */
export function startDeadlines(stop: AbortSignal, start: StartTimeLimit = startTimeLimit): RunDeadlines {
  // The model is not stopped with the run: others may wait for the same texts.
  const answer = start(ANSWER_WITHIN_MS);
  const sources = start(SOURCES_WITHIN_MS, [stop, answer.signal]);
  return {
    sourcesBy: sources.signal,
    answerBy: answer.signal,
    end() {
      sources.end();
      answer.end();
    },
  };
}
