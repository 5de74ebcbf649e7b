-- How far the app has read HubSpot's webhooks journal, which is one for all accounts. One row, nothing of a tenant.
CREATE TABLE webhooks_journal (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  -- HubSpot's name of the last entry that was read; NULL: from the earliest one on.
  journal_offset text,
  -- When the journal was last read to its end; after three days without, HubSpot has thrown away what came in between.
  read_to_end_at timestamptz,
  -- Why it is not read; NULL: it is.
  unavailable_because text,
  updated_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON webhooks_journal TO smartsync_app;
