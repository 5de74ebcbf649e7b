import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '../enrichment-stage.ts';
import type { Figure } from '../figure.ts';
import { runToEnd, TSX } from '../run-program.ts';
import { bulkFigures } from './bulk-figures.ts';
import type { BulkLoad, BulkPass } from './bulk-pass.ts';
import { countMade, forgetRequests, listContactIds, readRequests } from './count-made.ts';
import { longBulkFigures } from './long-bulk-figures.ts';
import { measurePortals } from './measure-portals.ts';
import { peerReport } from './peer-work.ts';
import { type BulkPlan, CONTACTS_PER_COMPANY, type Peer } from './plan-bulk-stage.ts';
import { runOurs, startOurs } from './run-ours.ts';
import { startDatedForwarder } from './start-dated-forwarder.ts';

/** Enriches the same contacts in bulk, by the production build and by each peer, on the same stand-in for HubSpot. */
export async function measureBulk(input: {
  readonly databaseUrl: string;
  readonly administratorUrl: string;
  readonly folder: string;
  readonly load: BulkLoad;
  readonly postgresPid: number | undefined;
}): Promise<readonly Figure[]> {
  const folder = path.join(input.folder, 'bulk');
  mkdirSync(folder);
  const figures = await measureOnePortal({ ...input, folder });
  if (input.load.isLong === true) return figures;
  return [...figures, await measurePortals({ ...input, folder, load: input.load.manyPortals })];
}

async function measureOnePortal(input: Parameters<typeof measureBulk>[0]): Promise<readonly Figure[]> {
  const us = await startOurs(input);
  const { plan, stage } = us;
  try {
    const isList = input.load.isLong === true;
    const known = await runOurs(us, { name: 'ids known', portalId: plan.knownPortalId, isList });
    if (isList) return longBulkFigures(known);
    const all = await runOurs(us, { name: 'all of a type', portalId: plan.ourPortalId });
    const again = await runOurs(us, { name: 'unchanged', portalId: plan.ourPortalId });
    us.client.close();
    const peers = await runPeers({ ...input, stage, plan });
    return bulkFigures({ known, all, again, peers });
  } finally {
    await us.stop();
  }
}

/** The slow ones beside each other, for they mostly wait; those that would disturb them alone. */
async function runPeers(input: {
  readonly stage: Stage;
  readonly plan: BulkPlan;
  readonly folder: string;
  readonly load: BulkLoad;
}): Promise<readonly BulkPass[]> {
  const forwarder = await startDatedForwarder(input.stage.sandboxUrl);
  await forgetRequests({ url: input.stage.sandboxUrl });
  const run = (peer: Peer) => runPeer(input, peer, peer.pattern === 'sdk' ? forwarder.url : input.stage.sandboxUrl);
  const isSlow = ({ pattern }: Peer) => pattern !== 'parallel' && pattern !== 'batch';
  try {
    const done = new Map<string, BulkPass>();
    const slow = input.plan.peers.filter(isSlow).map(async (peer) => done.set(peer.name, await run(peer)));
    await Promise.all(slow);
    for (const peer of input.plan.peers.filter((one) => !isSlow(one))) done.set(peer.name, await run(peer));
    return input.plan.peers.flatMap(({ name }) => done.get(name) ?? []);
  } finally {
    await forwarder.stop();
  }
}

async function runPeer(
  { stage, folder, load }: Parameters<typeof runPeers>[0],
  peer: Peer,
  baseUrl: string,
): Promise<BulkPass> {
  const { name, pattern, portalId, token } = peer;
  const control = { url: stage.sandboxUrl };
  const ids = await listContactIds(control, portalId);
  const contacts = ids.map((id, index) => ({ id, isHot: index % CONTACTS_PER_COMPANY === 0 }));
  const file = path.join(folder, `${pattern}.json`);
  const work = { pattern, baseUrl, token, contacts, values: VALUES, forMs: load.peersForMs };
  writeFileSync(file, JSON.stringify(work));
  const logFile = path.join(folder, `${pattern}.log`);
  const { lines } = await runToEnd({ name, args: [...TSX, 'bench/bulk/run-peer.ts', file], env: {}, logFile });
  const { cpuMs, peakMb, seconds } = peerReport.parse(JSON.parse(lines.at(-1) ?? ''));
  return {
    name,
    seconds,
    contacts: ids.length,
    made: await countMade(control, portalId),
    requests: await readRequests(control, portalId),
    cpuMs,
    peakMb,
    transactions: undefined,
  };
}

/** As long as what we write. */
const VALUES = {
  oppspot_summary: 'A software company in Leeds, active since 2016, with accounts filed on time. '.repeat(3),
  oppspot_score: '74',
  oppspot_signals: 'Accounts filed on time, New director appointed, Charge satisfied',
  oppspot_next_actions: 'Call the managing director\nSend the case study\nAsk for the budget',
  oppspot_deal_stage: 'engaged',
  oppspot_score_financial: '80',
  oppspot_score_growth: '61',
  oppspot_score_engagement: '55',
  oppspot_score_fit: '90',
  oppspot_company_number: '01234567',
  oppspot_match_confidence: '0.97',
  oppspot_score_coverage: '0.71',
  oppspot_enrichment_status: 'enriched',
  oppspot_last_enriched_at: '2026-11-23T08:00:00Z',
};
