-- What outside sources said about companies, and how often they may be asked. Public data without a tenant, so no
-- row-level security. These tables are reached by SQL, not through Prisma.

-- `answer` is null (the JSON word) when the source held nothing about the company.
CREATE TABLE source_answers (
  source text NOT NULL,
  company_number text COLLATE "C" NOT NULL,
  answer jsonb NOT NULL,
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (source, company_number)
);

-- How many requests all processes sent to a source in each five seconds; what is older than its limit's window goes.
CREATE TABLE source_requests (
  source text NOT NULL,
  slot timestamptz NOT NULL,
  sent integer NOT NULL,
  PRIMARY KEY (source, slot)
);

GRANT SELECT, INSERT, UPDATE ON source_answers TO smartsync_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON source_requests TO smartsync_app;
