import { defineConfig } from 'prisma/config';

/** Read by Prisma's command line only; the running product gets its URL from its own configuration. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `generate` and `validate` need no database, but the file must name one.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset@127.0.0.1:1/unset' },
  // The register is loaded with COPY and searched with its own SQL, and so are the answers of sources, jobs and
  // bulk runs: Prisma's client does not see them.
  experimental: { externalTables: true },
  tables: {
    external: [
      'public.register_companies',
      'public.register_changes',
      'public.register_imports',
      'public.source_answers',
      'public.source_requests',
      'public.website_readings',
      'public.waiting_records',
      'public.dead_jobs',
      'public.worker_processes',
      'public.bulk_runs',
      'public.bulk_records',
      'public.hubspot_windows',
      'public.webhooks_journal',
      'public.lease_watch',
      'public.webhook_inbox',
    ],
  },
});
