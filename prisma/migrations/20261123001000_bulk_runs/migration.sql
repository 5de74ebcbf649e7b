-- Bulk runs: many records enriched by a chain of short jobs. Where a run stands is in these rows alone, so that stop, resume
-- and the death of a process are the same thing.

CREATE TABLE "bulk_runs" (
  "organization_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  -- {"kind": "records"} | {"kind": "list", "listId"} | {"kind": "all"}
  "selection" JSONB NOT NULL,
  "idempotency_key" TEXT NOT NULL,
  -- What the key was used for: the same key for something else is refused.
  "request_hash" TEXT NOT NULL,
  "requested_by" JSONB NOT NULL,
  "cap" INTEGER,
  "status" TEXT NOT NULL DEFAULT 'queued',
  "status_reason" TEXT,
  "total" INTEGER NOT NULL,
  "estimate" JSONB NOT NULL,
  -- Where HubSpot's pages go on; null before the first and after the last one.
  "cursor" TEXT,
  "is_planned" BOOLEAN NOT NULL DEFAULT false,
  "planned" INTEGER NOT NULL DEFAULT 0,
  "enriched" INTEGER NOT NULL DEFAULT 0,
  "unchanged" INTEGER NOT NULL DEFAULT 0,
  "needs_review" INTEGER NOT NULL DEFAULT 0,
  "no_match" INTEGER NOT NULL DEFAULT 0,
  "insufficient_data" INTEGER NOT NULL DEFAULT 0,
  "failed" INTEGER NOT NULL DEFAULT 0,
  -- Records whose values came back in an undo, and those of which something stays because it was edited since.
  "restored" INTEGER NOT NULL DEFAULT 0,
  "kept" INTEGER NOT NULL DEFAULT 0,
  "undo_failed" INTEGER NOT NULL DEFAULT 0,
  "undo_status" TEXT,
  "undo_requested_by" JSONB,
  "hubspot_calls" INTEGER NOT NULL DEFAULT 0,
  "model_calls" INTEGER NOT NULL DEFAULT 0,
  "model_tokens" BIGINT NOT NULL DEFAULT 0,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  -- Time that work took, without pauses; for the forecast.
  "active_ms" BIGINT NOT NULL DEFAULT 0,
  "lease_owner" TEXT,
  "lease_expires_at" TIMESTAMPTZ(6),
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(6),
  "completed_at" TIMESTAMPTZ(6),
  CONSTRAINT "bulk_runs_pkey" PRIMARY KEY ("organization_id", "id"),
  CONSTRAINT "bulk_runs_undo_check" CHECK ("undo_status" IN ('running', 'completed', 'failed'))
);
CREATE UNIQUE INDEX "bulk_runs_idempotency_key" ON "bulk_runs" ("organization_id", "idempotency_key");
CREATE INDEX "idx_bulk_runs_created" ON "bulk_runs" ("organization_id", "created_at" DESC);

-- One row a record of a run. `outcome` is null until its enrichment has ended; `undo` until it was undone.
CREATE TABLE "bulk_records" (
  "organization_id" UUID NOT NULL,
  "bulk_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "object_id" TEXT NOT NULL,
  "enrichment_id" UUID,
  "outcome" TEXT,
  "reason" TEXT,
  "undo" TEXT,
  CONSTRAINT "bulk_records_pkey" PRIMARY KEY ("organization_id", "bulk_id", "position"),
  CONSTRAINT "bulk_records_run_fkey" FOREIGN KEY ("organization_id", "bulk_id")
    REFERENCES "bulk_runs" ("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX "bulk_records_object_key" ON "bulk_records" ("organization_id", "bulk_id", "object_id");
CREATE INDEX "idx_bulk_records_open" ON "bulk_records" ("organization_id", "bulk_id", "position") WHERE "outcome" IS NULL;

DO $$
DECLARE
  tenant_table TEXT;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['bulk_runs', 'bulk_records'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)'
      ' WITH CHECK (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "bulk_runs", "bulk_records" TO smartsync_app;
