/** Answers many questions of one kind at once, in their order; what is asked twice is answered once. */
export type AnswerMany<Question, Answer> = (questions: readonly Question[]) => Promise<readonly Answer[]>;

/** Reads go before writes. */
export type GateStage = 'read' | 'write';

const STAGES: readonly GateStage[] = ['read', 'write'];

/**
 * Lets tasks that run side by side ask for things one at a time, while the answers are fetched together.
 *
 * Contract: a question waits until every task of the gate either waits too or has ended; then the waiting questions of the
 * earliest stage go out, one call per kind. So what goes out together depends on the tasks alone, never on a timer, and a
 * record that is soon through waits with its write for those that have to read more.
 */
export interface BatchGate {
  /** Runs a task of the gate. All tasks must be started before the first of them waits. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Runs parts of a task side by side, each of which may ask and wait as a task does; settles when all have ended. */
  split<T>(parts: readonly (() => Promise<T>)[]): Promise<readonly T[]>;
  /**
   * A kind of question. A failed call rejects all who asked in it.
   *
   * @param atMost questions of one call; more that wait are several calls side by side. Default: all of them
   */
  kind<Question, Answer>(
    stage: GateStage,
    answerMany: AnswerMany<Question, Answer>,
    atMost?: number,
  ): (question: Question) => Promise<Answer>;
}

/** Makes a gate for the tasks of one batch. */
export function makeBatchGate(): BatchGate {
  let active = 0;
  let waiting = 0;
  const queues: { readonly stage: GateStage; readonly size: () => number; readonly flush: () => void }[] = [];
  const openWhenAllWait = () => {
    if (waiting === 0 || waiting < active) return;
    const stage = STAGES.find((one) => queues.some((queue) => queue.stage === one && queue.size() > 0));
    for (const queue of queues.filter((one) => one.stage === stage)) {
      waiting -= queue.size();
      queue.flush();
    }
  };
  const leave = () => {
    active -= 1;
    openWhenAllWait();
  };
  return {
    run: async (task) => {
      active += 1;
      try {
        return await task();
      } finally {
        leave();
      }
    },
    split: async (parts) => {
      let open = parts.length;
      // The task itself waits for its parts: the last of them to end hands its place back.
      active += Math.max(0, open - 1);
      const ended = await Promise.allSettled(
        parts.map(async (part) => {
          try {
            return await part();
          } finally {
            open -= 1;
            if (open > 0) leave();
          }
        }),
      );
      return ended.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
    },
    kind: (stage, answerMany, atMost = Number.POSITIVE_INFINITY) => {
      const queue = makeQueue(answerMany, atMost);
      queues.push({ stage, ...queue });
      return (question) => {
        const answer = queue.ask(question);
        waiting += 1;
        // After the tasks that are started in the same breath.
        queueMicrotask(openWhenAllWait);
        return answer;
      };
    },
  };
}

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

function makeQueue<Question, Answer>(answerMany: AnswerMany<Question, Answer>, atMost: number) {
  let asked: Asked<Question, Answer>[] = [];
  return {
    ask: (question: Question) =>
      new Promise<Answer>((resolve, reject) => {
        asked.push({ question, resolve, reject });
      }),
    size: () => asked.length,
    flush: () => {
      const all = asked;
      asked = [];
      while (all.length > 0) void answerAll(answerMany, all.splice(0, atMost));
    },
  };
}

async function answerAll<Question, Answer>(
  answerMany: AnswerMany<Question, Answer>,
  batch: readonly Asked<Question, Answer>[],
): Promise<void> {
  try {
    const answers = await answerMany(batch.map(({ question }) => question));
    if (answers.length !== batch.length) throw new Error(`${batch.length} questions got ${answers.length} answers`);
    for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
