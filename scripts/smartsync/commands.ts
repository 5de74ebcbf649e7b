import { z } from 'zod';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { AppError } from '../../backend/src/domain/errors.ts';
import { CRM_TYPES, whyUnsupported } from '../../backend/src/domain/sync/sync-result.ts';
import { eraseEverywhere } from './erase-person.ts';
import { explainRecord } from './explain-record.ts';
import { exportPortalToFile } from './export-portal.ts';
import { retryJob } from './retry-job.ts';
import { showConnections } from './show-connections.ts';
import { showFeedback } from './show-feedback.ts';
import { showLogs } from './show-logs.ts';

/** One command of the operator's command line. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly does: string;
  /** Names of the options it takes; each takes a text. */
  readonly options: readonly string[];
  /** Checks the options before a database is opened; throws `invalid_input`. The result is what is printed. */
  readonly prepare: (
    options: Readonly<Record<string, string>>,
    words: readonly string[],
  ) => (database: Database) => Promise<string>;
}

const OBJECT_TYPES = { '0-1': 'contacts', '0-2': 'companies', '0-3': 'deals' } as const;

const portalId = z.coerce.number().int().positive();
const recordSchema = z.object({
  portal: portalId,
  type: z.enum(['contacts', 'companies', 'deals', '0-1', '0-2', '0-3']),
  record: z.string().regex(/^\d+$/),
});

const EXPLAIN_USAGE = 'explain --portal <id> --type <objectType> --record <id>';

/** Names the code that the integration API answers too. */
function requireSupportedCrm(crm: string | undefined): void {
  const parsed = z.enum(CRM_TYPES).optional().safeParse(crm);
  if (!parsed.success) throw new AppError('invalid_input', '--crm takes hubspot or salesforce.');
  const unsupported = whyUnsupported(parsed.data);
  if (unsupported) throw new AppError('invalid_input', `${unsupported.code}: ${unsupported.error}`);
}

/** The commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'explain',
    usage: EXPLAIN_USAGE,
    does: 'how the score of the last enrichment came about',
    options: ['portal', 'type', 'record'],
    prepare(options) {
      const parsed = recordSchema.safeParse(options);
      if (!parsed.success) {
        const what = 'a portal id, an object type (contacts, companies, deals) and a record id';
        throw new AppError('invalid_input', `explain needs ${what}: npm run smartsync -- ${EXPLAIN_USAGE}`);
      }
      const { portal: portalId, type, record: objectId } = parsed.data;
      const objectType = type === '0-1' || type === '0-2' || type === '0-3' ? OBJECT_TYPES[type] : type;
      return (database) => explainRecord(database, { portalId, objectType, objectId });
    },
  },
  {
    name: 'connections',
    usage: 'connections [--crm <type>]',
    does: 'the portals and how their connections stand',
    options: ['crm'],
    prepare(options) {
      requireSupportedCrm(options.crm);
      return showConnections;
    },
  },
  {
    name: 'logs',
    usage: 'logs [--portal <id>] [--crm <type>]',
    does: 'what happened last, of one portal or all',
    options: ['portal', 'crm'],
    prepare(options) {
      requireSupportedCrm(options.crm);
      const portal = portalId.optional().safeParse(options.portal);
      if (!portal.success) throw new AppError('invalid_input', '--portal takes the id of a portal, a number.');
      return (database) => showLogs(database, portal.data);
    },
  },
  {
    name: 'feedback',
    usage: 'feedback [--portal <id>]',
    does: 'what people called not useful, of one portal or all',
    options: ['portal'],
    prepare(options) {
      const portal = portalId.optional().safeParse(options.portal);
      if (!portal.success) throw new AppError('invalid_input', '--portal takes the id of a portal, a number.');
      return (database) => showFeedback(database, portal.data);
    },
  },
  {
    name: 'retry',
    usage: 'retry [<id>]',
    does: 'runs a job again that was given up; without an id lists those',
    options: [],
    prepare(_options, [id]) {
      const parsed = z.uuid().optional().safeParse(id);
      if (!parsed.success) throw new AppError('invalid_input', 'retry takes the id of a job, as `retry` lists them.');
      return (database) => retryJob(database, parsed.data);
    },
  },
  {
    name: 'export',
    usage: 'export --portal <id> [--file <file>]',
    does: 'writes everything kept of a portal to a file, one JSON value a line',
    options: ['portal', 'file'],
    prepare(options) {
      const parsed = z.object({ portal: portalId, file: z.string().optional() }).safeParse(options);
      if (!parsed.success) throw new AppError('invalid_input', '--portal takes the id of a portal, a number.');
      const { portal, file = `oppspot-smartsync-${portal}.ndjson` } = parsed.data;
      return (database) => exportPortalToFile(database, portal, file);
    },
  },
  {
    name: 'erase-person',
    usage: 'erase-person <email>',
    does: 'erases our copy of a person, in every account',
    options: [],
    prepare(_options, [email]) {
      const parsed = z.email().safeParse(email?.trim());
      if (!parsed.success) throw new AppError('invalid_input', 'erase-person takes the e-mail address of the person.');
      return (database) => eraseEverywhere(database, parsed.data, process.env);
    },
  },
];
