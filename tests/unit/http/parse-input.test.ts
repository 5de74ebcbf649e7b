import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput, parseJsonBody } from '../../../backend/src/http/parse-input.ts';

const schema = z.object({
  objectId: z.string(),
  limit: z.int().optional(),
  objectIds: z.array(z.string().min(1, 'must not be empty')).optional(),
  cap: z.int().positive().max(50).optional(),
  mode: z.enum(['apply', 'preview']).optional(),
  all: z.literal(true).optional(),
  code: z.string().min(2).max(3).optional(),
  pair: z.array(z.string()).max(2).optional(),
  sync: z.strictObject({}).optional(),
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
    [{ objectId: '7', cap: 0 }, 'cap', 'must be more than 0'],
    [{ objectId: '7', cap: 51 }, 'cap', 'must be at most 50'],
    [{ objectId: '7', mode: 'write' }, 'mode', 'must be apply or preview'],
    [{ objectId: '7', all: false }, 'all', 'must be true'],
    [{ objectId: '7', code: 'x' }, 'code', 'must have at least 2 characters'],
    [{ objectId: '7', code: 'four' }, 'code', 'must have at most 3 characters'],
    [{ objectId: '7', pair: ['a', 'b', 'c'] }, 'pair', 'must have at most 2 entries'],
    [{ objectId: '7', sync: { when: 1 } }, 'sync', 'does not take when'],
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
