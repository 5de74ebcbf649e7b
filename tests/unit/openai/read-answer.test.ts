import type { Response } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../backend/src/adapters/openai/read-answer.ts';

const DRAFT = {
  sentences: [{ text: 'Marlowe Bindings Ltd is active.', evidence: ['e1'] }],
  actions: [],
  talkingPoints: [],
};
const message = (...texts: readonly string[]) => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: texts.map((text) => ({ type: 'output_text', text, annotations: [] })),
});
const answer = (...output: readonly object[]) => readAnswer({ status: 'completed', output } as unknown as Response);

describe('an answer of the Responses API', () => {
  const text = JSON.stringify(DRAFT);
  const reasoning = { type: 'reasoning', id: 'rs_1', summary: [] };

  it.each([
    ['after its reasoning', [reasoning, message(text)]],
    ['in parts of one message', [message(text.slice(0, 20), text.slice(20))]],
    ['in parts of several messages', [message(text.slice(0, 20)), message(text.slice(20))]],
    ['after a message that only announces it', [message('I look at the evidence.'), reasoning, message(text)]],
  ])('is read where it comes %s', (_, output) => {
    expect(answer(...output)).toMatchObject({ kind: 'written', draft: DRAFT });
  });

  it('is unavailable where the last message is none', () => {
    expect(answer(message(text), message('That is all.'))).toMatchObject({ kind: 'unavailable' });
  });
});
