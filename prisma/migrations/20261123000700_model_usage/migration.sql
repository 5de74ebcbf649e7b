-- Counting model calls by portal, UTC day, model and tier, and a budget that binds over all processes.

-- One row a day is what a budget is held against: its lock decides between calls that begin together.
ALTER TABLE "model_usage_daily" ADD COLUMN "reserved_tokens" BIGINT NOT NULL DEFAULT 0;

-- The same day in detail, as the bill has it.
CREATE TABLE "model_usage" (
  "organization_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "model" TEXT NOT NULL,
  -- standard or batch
  "tier" TEXT NOT NULL,
  "calls" INTEGER NOT NULL,
  "input_tokens" BIGINT NOT NULL,
  "cached_input_tokens" BIGINT NOT NULL,
  "cache_write_tokens" BIGINT NOT NULL,
  "output_tokens" BIGINT NOT NULL,
  CONSTRAINT "model_usage_pkey" PRIMARY KEY ("organization_id", "day", "model", "tier")
);

ALTER TABLE "model_usage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "model_usage" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "model_usage"
  USING (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid)
  WITH CHECK (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "model_usage" TO smartsync_app;
