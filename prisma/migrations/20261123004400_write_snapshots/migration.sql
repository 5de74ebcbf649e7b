-- What a record held before a write that is under way. A process that dies after HubSpot applied the write, and a write whose
-- answer never came, left the values of before nowhere: the next run found its own values, wrote nothing, and there was
-- nothing to undo. A row goes with the result of the run that tells of its values; docs/decisions/0019-snapshot-before-write.md.
CREATE TABLE "write_snapshots" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "record_id" TEXT NOT NULL,
  -- An array of {property, before, after, replaces?}.
  "steps" JSONB NOT NULL,
  "taken_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "write_snapshots_pkey" PRIMARY KEY ("organization_id", "object_type", "record_id")
);

ALTER TABLE "write_snapshots" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "write_snapshots" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "write_snapshots"
  USING (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid)
  WITH CHECK (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "write_snapshots" TO smartsync_app;
