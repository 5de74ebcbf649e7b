-- The integration API: whose a portal is there, what was synced under which key, and answers that are given once.

-- 1. The directory --------------------------------------------------------------------------------------------------

-- Ids only. `linked_organization_id`: the organisation of the API's tokens that this portal belongs to; the portal's data
-- stay under `organization_id`. Both are unique: a portal has one such organisation, and that has one portal at a time.
ALTER TABLE "portal_directory"
  ADD COLUMN "linked_organization_id" UUID,
  ADD COLUMN "integration_id" UUID;
CREATE UNIQUE INDEX "portal_directory_linked_key" ON "portal_directory" ("linked_organization_id");
CREATE UNIQUE INDEX "portal_directory_integration_key" ON "portal_directory" ("integration_id");
GRANT UPDATE ("linked_organization_id", "integration_id") ON "portal_directory" TO smartsync_app;

-- Whoever has an integration's id alone (the library) finds its tenant through the directory.
CREATE FUNCTION smartsync_list_integration() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.portal_directory SET integration_id = NEW.id WHERE portal_id = NEW.portal_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER list_integration AFTER INSERT ON "crm_integrations"
  FOR EACH ROW EXECUTE FUNCTION smartsync_list_integration();

-- Portals that are there already, each seen under its own tenant as the product sees it.
DO $$
DECLARE
  known RECORD;
BEGIN
  PERFORM set_config('role', 'smartsync_app', true);
  FOR known IN SELECT portal_id, organization_id FROM "portal_directory" LOOP
    PERFORM set_config('app.organization_id', known.organization_id::text, true);
    UPDATE "portal_directory" d SET integration_id = i.id FROM "crm_integrations" i
    WHERE d.portal_id = known.portal_id AND i.portal_id = d.portal_id;
  END LOOP;
  PERFORM set_config('app.organization_id', '', true);
  PERFORM set_config('role', 'none', true);
END
$$;

-- 2. Connections ----------------------------------------------------------------------------------------------------

ALTER TABLE "crm_integrations"
  ADD CONSTRAINT "crm_integrations_crm_type_check" CHECK ("crm_type" IN ('hubspot', 'salesforce')),
  ADD CONSTRAINT "crm_integrations_direction_check" CHECK ("sync_direction" IN ('bidirectional', 'to_crm', 'from_crm')),
  ADD CONSTRAINT "crm_integrations_frequency_check" CHECK ("sync_frequency" IN ('realtime', 'hourly', 'daily', 'manual'));

-- Direction and frequency are settings of the portal; these columns of the seed follow them, whoever saves.
CREATE FUNCTION smartsync_follow_sync_settings() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.crm_integrations i SET
    sync_direction = COALESCE(NEW.settings #>> '{sync,direction}', i.sync_direction),
    sync_frequency = COALESCE(NEW.settings #>> '{sync,frequency}', i.sync_frequency)
  WHERE i.organization_id = NEW.organization_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER follow_sync_settings AFTER INSERT OR UPDATE OF "settings" ON "portal_settings"
  FOR EACH ROW EXECUTE FUNCTION smartsync_follow_sync_settings();

-- 3. What was synced ------------------------------------------------------------------------------------------------

-- `source_key`: a hash of what a contact or company is known by (address, domain or name); `external_id`: the caller's
-- own id of a company. Each names at most one CRM record, and a CRM record has one row. `synced_values`: a hash per
-- property of what a sync wrote last, to tell a person's later edit from it without keeping the value.
ALTER TABLE "crm_entity_mappings"
  ADD COLUMN "source_key" TEXT,
  ADD COLUMN "external_id" TEXT,
  ADD COLUMN "synced_values" JSONB NOT NULL DEFAULT '{}';
CREATE UNIQUE INDEX "crm_entity_mappings_source_key" ON "crm_entity_mappings" ("organization_id", "object_type", "source_key");
CREATE UNIQUE INDEX "crm_entity_mappings_external_key" ON "crm_entity_mappings" ("organization_id", "object_type", "external_id");

ALTER TABLE "crm_sync_logs"
  ADD CONSTRAINT "crm_sync_logs_retry_count_check" CHECK ("retry_count" >= 0),
  ADD CONSTRAINT "crm_sync_logs_duration_check" CHECK ("duration_ms" >= 0);
CREATE INDEX "idx_crm_sync_logs_enrichment" ON "crm_sync_logs" ("organization_id", "enrichment_id") WHERE "kind" = 'sync';

-- 4. Answers that are given once ------------------------------------------------------------------------------------

-- What was asked under an `Idempotency-Key` (its hash) and what was answered; `status` null while it is worked on.
CREATE TABLE "api_requests" (
  "organization_id" UUID NOT NULL,
  "idempotency_key" TEXT NOT NULL,
  "request_hash" TEXT NOT NULL,
  "status" INTEGER,
  "body" JSONB,
  "lease_expires_at" TIMESTAMPTZ(6) NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "api_requests_pkey" PRIMARY KEY ("organization_id", "idempotency_key"),
  CONSTRAINT "api_requests_answer_check" CHECK (("status" IS NULL) = ("body" IS NULL))
);
CREATE INDEX "idx_api_requests_created" ON "api_requests" ("organization_id", "created_at");
ALTER TABLE "api_requests" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_requests" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "api_requests"
  USING (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid)
  WITH CHECK (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON "api_requests" TO smartsync_app;
