-- Who told which company a domain belongs to: `person`, `website` (the company's own) or `oppspot`. What was there before
-- were persons' choices.
ALTER TABLE "company_domains" ADD COLUMN "told_by" TEXT NOT NULL DEFAULT 'person';

-- What the first page of a website said when it was last read, so that a change is noticed. Public data without a tenant,
-- so no row-level security. Reached by SQL, not through Prisma.
CREATE TABLE website_readings (
  domain text COLLATE "C" NOT NULL PRIMARY KEY,
  reading jsonb NOT NULL,
  read_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON website_readings TO smartsync_app;
