/**
 * Makes one call of what is asked for the same key in the same turn of the event loop.
 *
 * @param answerAll answers all of one key at once, in their order; when it throws, all of them fail with that error
 * @returns asks for one thing
 */
export function gatherByKey<Item, Answer>(
  answerAll: (key: string, items: readonly Item[]) => Promise<readonly Answer[]>,
): (key: string, item: Item) => Promise<Answer> {
  const gathering = new Map<string, { readonly items: Item[]; readonly answers: Promise<readonly Answer[]> }>();
  const begin = (key: string) => {
    const items: Item[] = [];
    const answers = Promise.resolve().then(() => {
      gathering.delete(key);
      return answerAll(key, items);
    });
    const batch = { items, answers };
    gathering.set(key, batch);
    return batch;
  };
  return async (key, item) => {
    const { items, answers } = gathering.get(key) ?? begin(key);
    const position = items.push(item) - 1;
    const answer = (await answers)[position];
    if (answer === undefined) throw new Error(`nothing was answered for item ${position} of ${items.length}`);
    return answer;
  };
}
