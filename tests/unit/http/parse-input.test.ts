import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput, parseJsonBody } from '../../../backend/src/http/parse-input.ts';

const schema = z.object({
  objectId: z.string(),
  limit: z.int().optional(),
  objectIds: z.array(z.string().min(1, 'must not be empty')).optional(),
});

describe('input of the wrong shape', () => {
  it.each([
    [{}, 'objectId', 'is missing; give a string'],
    [{ objectId: 7 }, 'objectId', 'must be a string'],
    [{ objectId: null }, 'objectId', 'must be a string'],
    [{ objectId: '7', limit: 'many' }, 'limit', 'must be a number'],
    [{ objectId: '7', limit: 1.5 }, 'limit', 'must be an int'],
    [{ objectId: '7', objectIds: {} }, 'objectIds', 'must be an array'],
    [{ objectId: '7', objectIds: [''] }, 'objectIds.0', 'must not be empty'],
    ['text', '(body)', 'must be an object'],
  ])('%j is told what to correct', (input, field, message) => {
    const parse = () => parseInput(schema, input);

    expect(parse).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { fields: [{ field, message }] } }),
    );
  });
});

describe('a JSON body', () => {
  it('may open with a byte order mark', () => {
    expect(parseJsonBody(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
    expect(() => parseJsonBody(Buffer.from('\uFEFF{'))).toThrow('not JSON');
  });
});
