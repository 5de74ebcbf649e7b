import { expect, it } from 'vitest';
import { toCopyText } from '../../../backend/src/adapters/register/copy-text.ts';

it('writes null, numbers, escaped text and arrays as COPY reads them', () => {
  const text = toCopyText([
    ['A\tB\\C\n', null, 7],
    [['x "y"', 'a\\b'], [], ''],
  ]);

  expect(text).toBe('A\\tB\\\\C\\n\t\\N\t7\n{"x \\\\"y\\\\"","a\\\\\\\\b"}\t{}\t\n');
});
