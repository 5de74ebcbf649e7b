-- What automation made for a record, at most one of each purpose; docs/decisions/0013-automation-once.md is the proof.

-- A row is there before anything is created in HubSpot. `claimed`: somebody works on it and has sent nothing. `sent`: a
-- create may have been applied until `sent_until`. `done`: it exists. `undone`: taken back, never made again.
CREATE TABLE "automation_intents" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "record_id" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'claimed',
  -- How HubSpot keeps it single: by a unique property, or not at all.
  "way" TEXT,
  "hubspot_id" TEXT,
  "enrichment_id" UUID NOT NULL,
  -- What was decided and what was written, to repeat exactly and to see later whether somebody changed it.
  "details" JSONB NOT NULL DEFAULT '{}',
  "lease_owner" TEXT,
  "lease_expires_at" TIMESTAMPTZ(6),
  "sent_until" TIMESTAMPTZ(6),
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "automation_intents_pkey" PRIMARY KEY ("organization_id", "object_type", "record_id", "purpose"),
  CONSTRAINT "automation_intents_purpose_check" CHECK ("purpose" IN ('task', 'deal', 'owner')),
  CONSTRAINT "automation_intents_state_check" CHECK ("state" IN ('claimed', 'sent', 'done', 'undone')),
  CONSTRAINT "automation_intents_way_check" CHECK ("way" IN ('unique', 'plain')),
  CONSTRAINT "automation_intents_sent_check" CHECK ("state" <> 'sent' OR "sent_until" IS NOT NULL),
  CONSTRAINT "automation_intents_done_check" CHECK ("state" <> 'done' OR "hubspot_id" IS NOT NULL)
);
CREATE INDEX "idx_automation_intents_enrichment" ON "automation_intents" ("organization_id", "enrichment_id");

-- Whose turn it is in the round robin of a portal: grows by one with each owner given out.
CREATE TABLE "automation_turns" (
  "organization_id" UUID NOT NULL,
  "turns" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "automation_turns_pkey" PRIMARY KEY ("organization_id")
);

DO $$
DECLARE
  tenant_table TEXT;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['automation_intents', 'automation_turns'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)'
      ' WITH CHECK (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "automation_intents", "automation_turns" TO smartsync_app;
