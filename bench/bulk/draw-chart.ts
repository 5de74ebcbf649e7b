import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** `npx tsx bench/bulk/draw-chart.ts`: draws docs/images/bulk-side-by-side.svg from bench/results.json, or the file named. */
const ROOT = path.resolve(import.meta.dirname, '../..');
const PREFIX = 'bulk side by side: ';
const results = z.object({
  commit: z.string(),
  figures: z.array(z.object({ metric: z.string(), values: z.record(z.string(), z.number()) })),
});

interface Bar {
  readonly name: string;
  readonly calls: number;
  readonly contactsPerSecond: number;
}

const file = process.argv[2] ?? path.join(ROOT, 'bench/results.json');
const { figures, commit } = results.parse(JSON.parse(readFileSync(file, 'utf8')));
const bars = figures
  .filter(({ metric }) => metric.startsWith(PREFIX))
  .map(
    ({ metric, values }): Bar => ({
      name: metric.slice(PREFIX.length),
      calls: values['main calls per 1,000 written'] ?? 0,
      contactsPerSecond: values['contacts/s'] ?? 0,
    }),
  );
if (bars.length === 0) throw new Error(`${file} holds no figures of the bulk stage: npm run bench -- --only bulk`);
writeFileSync(path.join(ROOT, 'docs/images/bulk-side-by-side.svg'), draw(bars, commit));

/** Two panels of bars on a logarithmic scale, for the figures lie up to three powers of ten apart. */
function draw(rows: readonly Bar[], of: string): string {
  const lineHeight = 30;
  const height = 70 + rows.length * lineHeight + 30;
  const panels = [
    panel(rows, { x: 250, title: 'HubSpot calls per 1,000 contacts (fewer is better)', read: ({ calls }) => calls }),
    panel(rows, {
      x: 620,
      title: 'contacts a second (more is better)',
      read: ({ contactsPerSecond }) => contactsPerSecond,
    }),
  ];
  const names = rows.map(
    ({ name }, row) =>
      `<text x="240" y="${70 + row * lineHeight + 15}" text-anchor="end"${row === 0 ? ' font-weight="bold"' : ''}>${escapeXml(name)}</text>`,
  );
  const foot = `<text x="20" y="${height - 12}" fill="#666">logarithmic scale; same local HubSpot, same work; commit ${escapeXml(of)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="980" height="${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Bulk enrichment side by side">
<rect width="100%" height="100%" fill="#fff"/>
${[...names, ...panels, foot].join('\n')}
</svg>
`;
}

function panel(
  rows: readonly Bar[],
  { x, title, read }: { readonly x: number; readonly title: string; readonly read: (row: Bar) => number },
): string {
  const most = Math.max(...rows.map(read), 1);
  const width = (value: number) => Math.max(2, (Math.log10(1 + value) / Math.log10(1 + most)) * 270);
  const bars = rows.map((row, index) => {
    const y = 70 + index * 30;
    const value = read(row);
    const shown = value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toFixed(1);
    const colour = index === 0 ? '#0b7285' : '#adb5bd';
    return `<rect x="${x}" y="${y}" width="${width(value).toFixed(0)}" height="20" fill="${colour}"/><text x="${x + width(value) + 6}" y="${y + 15}">${shown}</text>`;
  });
  return [`<text x="${x}" y="40" font-weight="bold">${escapeXml(title)}</text>`, ...bars].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
