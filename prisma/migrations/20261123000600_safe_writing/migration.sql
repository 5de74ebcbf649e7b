-- The daily cap of a portal, what people think of results, what a change of settings changed, and what retention needs.

-- 1. The daily cap --------------------------------------------------------------------------------------------------

-- Runs of a UTC day, counted only while the portal has a cap.
CREATE TABLE "enrichment_runs_daily" (
  "organization_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "runs" INTEGER NOT NULL,
  CONSTRAINT "enrichment_runs_daily_pkey" PRIMARY KEY ("organization_id", "day")
);

-- For the first count of a day, and for retention.
CREATE INDEX "idx_enrichments_created" ON "enrichments" ("organization_id", "created_at");

-- Counts a run that is being started, in its own statement: where the cap is reached that statement fails as a whole,
-- with SQLSTATE SS001 and the cap as detail. The row lock lets no two processes take the last place.
CREATE FUNCTION smartsync_count_run(records_per_day INTEGER, run_id UUID)
RETURNS VOID LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  tenant UUID := NULLIF(current_setting('app.organization_id', true), '')::uuid;
  today DATE := (now() AT TIME ZONE 'utc')::date;
  counted INTEGER;
  made INTEGER;
BEGIN
  IF records_per_day IS NULL THEN
    RETURN;
  END IF;
  SELECT d.runs INTO counted FROM public.enrichment_runs_daily d WHERE d.organization_id = tenant AND d.day = today;
  IF counted IS NULL THEN
    SELECT count(*) INTO counted FROM public.enrichments e
    WHERE e.organization_id = tenant AND e.created_at >= (today::timestamp AT TIME ZONE 'utc') AND e.id <> run_id;
  END IF;
  IF counted < records_per_day THEN
    INSERT INTO public.enrichment_runs_daily AS d (organization_id, day, runs) VALUES (tenant, today, counted + 1)
    ON CONFLICT (organization_id, day) DO UPDATE SET runs = d.runs + 1 WHERE d.runs < records_per_day
    RETURNING d.runs INTO made;
  END IF;
  IF made IS NULL THEN
    RAISE EXCEPTION 'the daily cap of this portal is reached' USING ERRCODE = 'SS001', DETAIL = records_per_day::text;
  END IF;
END
$$;
REVOKE ALL ON FUNCTION smartsync_count_run(INTEGER, UUID) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_count_run(INTEGER, UUID) TO smartsync_app;

-- 2. What people think of results -----------------------------------------------------------------------------------

-- One opinion per record and thing; `signal` is '' for the score.
CREATE TABLE "result_feedback" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "signal" TEXT NOT NULL DEFAULT '',
  "enrichment_id" UUID NOT NULL,
  -- The words that were judged, and the company they were about.
  "text" TEXT NOT NULL,
  "company_number" TEXT,
  "user_id" BIGINT,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "result_feedback_pkey" PRIMARY KEY ("organization_id", "object_type", "object_id", "about", "signal"),
  CONSTRAINT "result_feedback_about_check" CHECK ("about" IN ('score', 'signal'))
);
CREATE INDEX "idx_result_feedback_created" ON "result_feedback" ("organization_id", "created_at" DESC);

-- 3. What a change of settings changed ------------------------------------------------------------------------------

-- [{"setting", "before", "after"}], in words; never a secret, an address or a domain of the suppression list.
ALTER TABLE "portal_setting_changes" ADD COLUMN "changes" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "crm_sync_logs" ADD COLUMN "setting_changes" JSONB;

-- 4. Rights ---------------------------------------------------------------------------------------------------------

DO $$
DECLARE
  tenant_table TEXT;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['enrichment_runs_daily', 'result_feedback'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)'
      ' WITH CHECK (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "enrichment_runs_daily", "result_feedback" TO smartsync_app;
-- Retention erases what outside sources said as well.
GRANT DELETE ON source_answers TO smartsync_app;
