-- The product's tables and the walls between tenants.
--
-- Every request and job runs as smartsync_app with app.organization_id set for its transaction. A table with
-- organization_id shows and takes rows of that organisation only; FORCE makes this hold for the owner too, so a
-- forgotten setting shows nothing instead of everything.

-- 1. The role ------------------------------------------------------------------------------------------------------

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'smartsync_app') THEN
    BEGIN
      CREATE ROLE smartsync_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was quicker
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'role smartsync_app is missing and % may not create it', current_user
          USING HINT = format('As an administrator run: CREATE ROLE smartsync_app NOLOGIN; GRANT smartsync_app TO %I;', current_user);
    END;
  END IF;
END
$$;

DO $$
BEGIN
  -- INHERIT FALSE: the login role may become smartsync_app, but its policies must not hold for it before it does.
  IF current_setting('server_version_num')::int >= 160000 THEN
    IF NOT pg_has_role(current_user, 'smartsync_app', 'SET') THEN
      EXECUTE format('GRANT smartsync_app TO %I WITH INHERIT FALSE, SET TRUE', current_user);
    END IF;
  ELSIF NOT pg_has_role(current_user, 'smartsync_app', 'MEMBER') THEN
    EXECUTE format('GRANT smartsync_app TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'role smartsync_app exists already and % may not grant it to itself; as an administrator run: GRANT smartsync_app TO %', current_user, quote_ident(current_user);
END
$$;

-- 2. The tables ----------------------------------------------------------------------------------------------------

CREATE TABLE "portal_directory" (
  "portal_id" BIGINT NOT NULL,
  "organization_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "portal_directory_pkey" PRIMARY KEY ("portal_id")
);
CREATE INDEX "idx_portal_directory_organization" ON "portal_directory" ("organization_id");

CREATE TABLE "organization_keys" (
  "organization_id" UUID NOT NULL,
  "key_id" TEXT NOT NULL,
  "wrapped_key" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "rewrapped_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "organization_keys_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "oauth_states" (
  "state_hash" TEXT NOT NULL,
  "browser_hash" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT "oauth_states_pkey" PRIMARY KEY ("state_hash")
);
CREATE INDEX "idx_oauth_states_expires" ON "oauth_states" ("expires_at");

CREATE TABLE "crm_integrations" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" UUID NOT NULL,
  "crm_type" TEXT NOT NULL DEFAULT 'hubspot',
  "portal_id" BIGINT NOT NULL,
  "auth_kind" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'connected',
  "status_reason" TEXT,
  "is_active" BOOLEAN NOT NULL DEFAULT true,
  "access_token" TEXT,
  "refresh_token" TEXT,
  "token_expires_at" TIMESTAMPTZ(6),
  "token_version" INTEGER NOT NULL DEFAULT 0,
  "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "installed_by_user_id" BIGINT,
  "ui_domain" TEXT,
  "time_zone" TEXT,
  "auto_enrich" BOOLEAN NOT NULL DEFAULT false,
  "auto_score" BOOLEAN NOT NULL DEFAULT false,
  "auto_assign" BOOLEAN NOT NULL DEFAULT false,
  "auto_create_tasks" BOOLEAN NOT NULL DEFAULT false,
  "sync_direction" TEXT NOT NULL DEFAULT 'bidirectional',
  "sync_frequency" TEXT NOT NULL DEFAULT 'manual',
  "last_sync_at" TIMESTAMPTZ(6),
  "installed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "crm_integrations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "crm_integrations_auth_kind_check" CHECK ("auth_kind" IN ('oauth', 'private_app')),
  CONSTRAINT "crm_integrations_status_check" CHECK ("status" IN ('connected', 'disconnected', 'error')),
  -- 'error' is our own misconfiguration: it never makes a customer's connection inactive.
  CONSTRAINT "crm_integrations_active_check" CHECK ("is_active" = ("status" <> 'disconnected')),
  -- A token in clear can never be stored, by whichever code.
  CONSTRAINT "crm_integrations_sealed_check" CHECK ("access_token" LIKE 'v1.%' AND "refresh_token" LIKE 'v1.%')
);
CREATE UNIQUE INDEX "crm_integrations_portal_key" ON "crm_integrations" ("crm_type", "portal_id");
CREATE INDEX "idx_crm_integrations_organization" ON "crm_integrations" ("organization_id");

CREATE TABLE "crm_sync_logs" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" UUID NOT NULL,
  "integration_id" UUID,
  "kind" TEXT NOT NULL,
  "sync_type" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "object_type" TEXT,
  "crm_record_id" TEXT,
  "enrichment_id" UUID,
  "enrichment_status" TEXT,
  "requested_by" JSONB,
  "written" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "kept" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "enrichments" JSONB,
  "enrichment_time_ms" INTEGER,
  "message" TEXT,
  "error_code" TEXT,
  "error_message" TEXT,
  "retry_count" INTEGER NOT NULL DEFAULT 0,
  "duration_ms" INTEGER,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "crm_sync_logs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "crm_sync_logs_status_check" CHECK ("status" IN ('success', 'failed', 'pending'))
);
CREATE INDEX "idx_crm_sync_logs_created" ON "crm_sync_logs" ("created_at" DESC);
CREATE INDEX "idx_crm_sync_logs_status" ON "crm_sync_logs" ("status");
CREATE INDEX "idx_crm_sync_logs_organization" ON "crm_sync_logs" ("organization_id", "created_at" DESC, "id" DESC);

CREATE TABLE "crm_field_mappings" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "oppspot_field" TEXT NOT NULL,
  "crm_field" TEXT NOT NULL,
  "transform" TEXT,
  "policy" TEXT NOT NULL,
  "respect_human_edits" BOOLEAN NOT NULL,
  CONSTRAINT "crm_field_mappings_pkey" PRIMARY KEY ("organization_id", "object_type", "position")
);

CREATE TABLE "crm_entity_mappings" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "crm_record_id" TEXT NOT NULL,
  "oppspot_entity_id" TEXT,
  "oppspot_entity_type" TEXT NOT NULL DEFAULT 'company',
  "memory" JSONB NOT NULL,
  "last_synced_at" TIMESTAMPTZ(6),
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "crm_entity_mappings_pkey" PRIMARY KEY ("organization_id", "object_type", "crm_record_id")
);
CREATE INDEX "idx_crm_entity_mappings_oppspot" ON "crm_entity_mappings" ("oppspot_entity_id", "oppspot_entity_type");

CREATE TABLE "portal_settings" (
  "organization_id" UUID NOT NULL,
  "settings" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "portal_settings_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "portal_setting_changes" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" UUID NOT NULL,
  "changed_by_user_id" BIGINT,
  "changed_names" TEXT[],
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "portal_setting_changes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "idx_portal_setting_changes_organization" ON "portal_setting_changes" ("organization_id", "created_at" DESC);

CREATE TABLE "enrichments" (
  "organization_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'running',
  "mode" TEXT NOT NULL,
  "refresh" BOOLEAN NOT NULL,
  "company_id" TEXT,
  "requested_by" JSONB NOT NULL,
  "result" JSONB,
  "lease_owner" TEXT,
  "lease_expires_at" TIMESTAMPTZ(6),
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "completed_at" TIMESTAMPTZ(6),
  CONSTRAINT "enrichments_pkey" PRIMARY KEY ("organization_id", "id"),
  CONSTRAINT "enrichments_result_check" CHECK (("status" = 'running') = ("result" IS NULL)),
  CONSTRAINT "enrichments_lease_check" CHECK ("status" <> 'running' OR "lease_expires_at" IS NOT NULL)
);
CREATE INDEX "idx_enrichments_record" ON "enrichments" ("organization_id", "object_type", "object_id", "created_at" DESC);
-- One running run a record, over all processes.
CREATE UNIQUE INDEX "enrichments_running_key" ON "enrichments" ("organization_id", "object_type", "object_id") WHERE "status" = 'running';

CREATE TABLE "enrichment_requests" (
  "organization_id" UUID NOT NULL,
  "idempotency_key" TEXT NOT NULL,
  "enrichment_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "mode" TEXT NOT NULL,
  "company_id" TEXT,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "enrichment_requests_pkey" PRIMARY KEY ("organization_id", "idempotency_key"),
  CONSTRAINT "enrichment_requests_organization_id_enrichment_id_fkey" FOREIGN KEY ("organization_id", "enrichment_id")
    REFERENCES "enrichments" ("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "idx_enrichment_requests_enrichment" ON "enrichment_requests" ("organization_id", "enrichment_id");

CREATE TABLE "summaries" (
  "organization_id" UUID NOT NULL,
  "input_hash" TEXT NOT NULL,
  "summary" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "summaries_pkey" PRIMARY KEY ("organization_id", "input_hash")
);

CREATE TABLE "model_usage_daily" (
  "organization_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "model_calls" INTEGER NOT NULL DEFAULT 0,
  "model_tokens" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "model_usage_daily_pkey" PRIMARY KEY ("organization_id", "day")
);

CREATE TABLE "company_domains" (
  "organization_id" UUID NOT NULL,
  "domain" TEXT NOT NULL,
  "company_number" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "company_domains_pkey" PRIMARY KEY ("organization_id", "domain")
);

-- 3. The walls -----------------------------------------------------------------------------------------------------

DO $$
DECLARE
  tenant_table TEXT;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'organization_keys', 'crm_integrations', 'crm_sync_logs', 'crm_field_mappings', 'crm_entity_mappings',
    'portal_settings', 'portal_setting_changes', 'enrichments', 'enrichment_requests', 'summaries',
    'model_usage_daily', 'company_domains'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)'
      ' WITH CHECK (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END
$$;

-- Known before the tenant is: readable by the product's role alone, not by the owner in passing.
ALTER TABLE "portal_directory" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "portal_directory" FORCE ROW LEVEL SECURITY;
CREATE POLICY directory ON "portal_directory" TO smartsync_app USING (true) WITH CHECK (true);
ALTER TABLE "oauth_states" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "oauth_states" FORCE ROW LEVEL SECURITY;
CREATE POLICY states ON "oauth_states" TO smartsync_app USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA public TO smartsync_app;
GRANT SELECT, INSERT ON "portal_directory" TO smartsync_app;
GRANT SELECT, INSERT, DELETE ON "oauth_states" TO smartsync_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "organization_keys", "crm_integrations", "crm_field_mappings", "crm_entity_mappings", "portal_settings",
  "enrichments", "enrichment_requests", "summaries", "model_usage_daily", "company_domains" TO smartsync_app;
-- Logs are written once and removed by retention, never changed.
GRANT SELECT, INSERT, DELETE ON "crm_sync_logs", "portal_setting_changes" TO smartsync_app;

-- 4. The queue as a tenant may see and feed it ---------------------------------------------------------------------

-- security_invoker: the reader's own policies decide, as on the table beneath.
CREATE VIEW "crm_sync_queue" WITH (security_invoker = true) AS
  SELECT
    "id",
    "organization_id",
    "object_type" AS "entity_type",
    "object_id" AS "entity_id",
    'enrich'::text AS "operation",
    CASE WHEN "lease_expires_at" < now() THEN 'pending' ELSE 'processing' END AS "status",
    "requested_by",
    "lease_owner" AS "locked_by",
    "lease_expires_at" AS "scheduled_for",
    "created_at"
  FROM "enrichments"
  WHERE "status" = 'running';
GRANT SELECT ON "crm_sync_queue" TO smartsync_app;

-- The queue's own tables are closed to smartsync_app; these two doors let a tenant add and drop jobs of its own.
-- SECURITY DEFINER with an empty search_path: nothing a caller creates can be run in the owner's name.
CREATE FUNCTION smartsync_enqueue(
  task TEXT, job JSONB, job_key TEXT, run_at TIMESTAMPTZ DEFAULT now(), priority INTEGER DEFAULT 0, max_attempts INTEGER DEFAULT 8
) RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF (job ->> 'organizationId') IS DISTINCT FROM NULLIF(current_setting('app.organization_id', true), '') THEN
    RAISE EXCEPTION 'a job may be added for the organisation of this transaction only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(
    identifier => task, payload => job::json, run_at => run_at, max_attempts => max_attempts,
    job_key => (job ->> 'organizationId') || ':' || job_key, priority => priority);
END
$$;

-- Sees to it that a job looks after the tenant's runs once this lease has ended: one job for all the leases that end in
-- the same five seconds, since adding a job costs more than all the rest of starting a run. A job that is seen here
-- runs after the lease, so it will see the run whose transaction calls this.
CREATE FUNCTION smartsync_watch_lease(task TEXT, lease_expires_at TIMESTAMPTZ)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant TEXT := current_setting('app.organization_id', true);
  due TIMESTAMPTZ := date_bin('5 seconds', lease_expires_at, TIMESTAMPTZ 'epoch') + INTERVAL '5 seconds';
  watch_key TEXT := 'leases:' || extract(epoch FROM due)::bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = tenant || ':' || watch_key) THEN
    PERFORM public.smartsync_enqueue(task, jsonb_build_object('organizationId', tenant), watch_key, due);
  END IF;
END
$$;

REVOKE ALL ON FUNCTION smartsync_enqueue(TEXT, JSONB, TEXT, TIMESTAMPTZ, INTEGER, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_watch_lease(TEXT, TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_enqueue(TEXT, JSONB, TEXT, TIMESTAMPTZ, INTEGER, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_watch_lease(TEXT, TIMESTAMPTZ) TO smartsync_app;
