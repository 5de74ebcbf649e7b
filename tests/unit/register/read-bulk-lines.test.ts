import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BulkLine, readBulkLines } from '../../../backend/src/adapters/register/read-bulk-lines.ts';

async function readAll(blocks: readonly Uint8Array[]): Promise<readonly BulkLine[]> {
  const lines: BulkLine[] = [];
  async function* bytes() {
    yield* blocks;
  }
  for await (const block of readBulkLines(bytes())) lines.push(...block);
  return lines;
}

const inBlocksOf = (text: string | Buffer, size: number): readonly Uint8Array[] => {
  const data = Buffer.from(text);
  return Array.from({ length: Math.ceil(data.length / size) }, (_, index) =>
    data.subarray(index * size, (index + 1) * size),
  );
};

const FILE = 'name,number\r\n"TWO\r\nLINES",1\n\nCAFÉ ÆON,2\n"NEVER CLOSED,3\nAFTER,4\nLAST,5';

describe('readBulkLines', () => {
  it('keeps line numbers over joined, empty and broken lines', async () => {
    const lines = await readAll([Buffer.from(FILE)]);

    expect(lines.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['name', 'number']],
      [2, ['TWO\nLINES', '1']],
      [5, ['CAFÉ ÆON', '2']],
      [6, { problem: 'a quote is opened and never closed' }],
      [7, ['AFTER', '4']],
      [8, ['LAST', '5']],
    ]);
  });

  it('takes a line of more than a MiB for one bad line, and no part of it for a row', async () => {
    const file = `name,number\n${'x'.repeat(2_500_000)},1\nAFTER,2\n${'y'.repeat(1_200_000)}`;

    const lines = await readAll(inBlocksOf(file, 65_536));

    const problem = 'the line is longer than 1 MiB';
    expect(lines.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['name', 'number']],
      [2, { problem }],
      [3, ['AFTER', '2']],
      [4, { problem }],
    ]);
  });

  it('reads the same however the file is cut into blocks', async () => {
    const whole = await readAll([Buffer.from(FILE)]);

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect(await readAll(inBlocksOf(FILE, size))).toEqual(whole);
      }),
    );
  });

  it.each([
    ['bare', 'name,number\r\nCAFÉ ÆON,2\r\n'],
    ['quoted', '"name","number"\r\n"CAFÉ ÆON","2"\r\n'],
    ['quoted in a single line', '"name","number"'],
  ])('passes over a byte order mark before a header that is %s', async (_, text) => {
    const plain = await readAll([Buffer.from(text)]);

    expect(plain[0]?.cells).toEqual(['name', 'number']);
    expect(await readAll([Buffer.from(`\uFEFF${text}`)])).toEqual(plain);
    expect(await readAll(inBlocksOf(`\uFEFF${text}`, 1))).toEqual(plain);
  });

  it('gives up a line that never ends instead of keeping it in memory', async () => {
    const lines = await readAll(inBlocksOf(`a,b\n${'x'.repeat(3_000_000)}\nc,d\n`, 65_536));

    expect(lines[0]?.cells).toEqual(['a', 'b']);
    expect(lines.some(({ cells }) => 'problem' in cells)).toBe(true);
    expect(lines.at(-1)?.cells).toEqual(['c', 'd']);
  });
});
