-- The built-in company register: Companies House bulk data. Public data without a tenant, so no row-level security;
-- everybody may read it, only the importer (the owner) writes. These tables are reached by SQL, not through Prisma.

-- Collation C where order matters: neighbours in it share their first letters, whatever the database's locale.
-- NULL means unknown: the imported file lacked the column or the cell was empty.
CREATE TABLE register_companies (
  company_number text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  status text,
  company_category text,
  country_of_origin text,
  incorporated_on date,
  dissolved_on date,
  office_line1 text,
  office_line2 text,
  office_town text,
  office_county text,
  office_country text,
  office_postcode text,
  -- As the file writes them ("62012 - Business and domestic software development"); empty for "None Supplied".
  sic_codes text[],
  accounts_category text,
  accounts_next_due_on date,
  accounts_last_made_up_to date,
  confirmation_next_due_on date,
  confirmation_last_made_up_to date,
  charges_total integer,
  charges_outstanding integer,
  -- [{"name": "...", "changedOn": "2024-01-31" | null}], newest first.
  previous_names jsonb,
  previous_keys text[] COLLATE "C",
  -- Day of the newest snapshot that lists the company, and of the oldest one that a kept fact comes from:
  -- a reduced file leaves the facts it lacks, and they must not look younger than they are.
  snapshot_on date NOT NULL,
  oldest_fact_on date NOT NULL,
  -- Digest of the line it was last read from; NULL after the company went missing from a complete snapshot.
  line_hash uuid
);

CREATE INDEX register_companies_name_key ON register_companies (name_key);
CREATE INDEX register_companies_previous_keys ON register_companies USING gin (previous_keys) WHERE previous_keys <> '{}';
-- Names that end alike: a slip of the pen at the beginning.
CREATE INDEX register_companies_name_reversed ON register_companies (reverse(name_key));

CREATE TABLE register_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_number text COLLATE "C" NOT NULL,
  field text NOT NULL CHECK (field IN ('name', 'status', 'registeredOffice', 'accountsCategory', 'chargesOutstanding', 'sicCodes')),
  before text NOT NULL,
  after text NOT NULL,
  seen_on date NOT NULL
);

CREATE INDEX register_changes_company ON register_changes (company_number);

-- One row an import; `committed_rows` is where a killed import goes on.
CREATE TABLE register_imports (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_name text NOT NULL,
  file_identity text NOT NULL,
  snapshot_on date NOT NULL,
  is_complete boolean NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'abandoned')),
  committed_rows bigint NOT NULL DEFAULT 0,
  added bigint NOT NULL DEFAULT 0,
  changed bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  removed bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);

GRANT SELECT ON register_companies, register_changes, register_imports TO smartsync_app;
