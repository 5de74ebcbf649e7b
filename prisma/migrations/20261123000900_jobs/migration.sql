-- Records that wait for an enrichment nobody watches, jobs that were given up, and which worker processes are alive.

-- 1. Records waiting --------------------------------------------------------------------------------------------------

-- One short job a portal and class works them off in batches and queues itself again at the tail, so that portals take
-- turns whatever one of them has waiting. A row goes when its run has ended; `dead_at`: given up, until it is replayed.
CREATE TABLE "waiting_records" (
  "organization_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  -- Asks for the same thing while one waits are one.
  "dedupe_key" TEXT NOT NULL,
  "job_class" TEXT NOT NULL DEFAULT 'webhook',
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "refresh" BOOLEAN NOT NULL DEFAULT false,
  "requested_by" JSONB NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "run_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "error_code" TEXT,
  "error_message" TEXT,
  "dead_at" TIMESTAMPTZ(6),
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "waiting_records_pkey" PRIMARY KEY ("organization_id", "id"),
  CONSTRAINT "waiting_records_class_check" CHECK ("job_class" IN ('card', 'workflow', 'webhook', 'schedule', 'bulk'))
);
CREATE UNIQUE INDEX "waiting_records_dedupe_key" ON "waiting_records" ("organization_id", "dedupe_key");
CREATE INDEX "idx_waiting_records_due" ON "waiting_records" ("organization_id", "job_class", "run_at") WHERE "dead_at" IS NULL;

-- 2. Jobs given up ----------------------------------------------------------------------------------------------------

CREATE TABLE "dead_jobs" (
  "organization_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "task" TEXT NOT NULL,
  "job_key" TEXT NOT NULL,
  "job_class" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "attempts" INTEGER NOT NULL,
  "error_code" TEXT NOT NULL,
  "error_message" TEXT NOT NULL,
  "died_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "dead_jobs_pkey" PRIMARY KEY ("organization_id", "id")
);
CREATE INDEX "idx_dead_jobs_died" ON "dead_jobs" ("organization_id", "died_at" DESC);

DO $$
DECLARE
  tenant_table TEXT;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['waiting_records', 'dead_jobs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)'
      ' WITH CHECK (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "waiting_records", "dead_jobs" TO smartsync_app;

-- As smartsync_enqueue, but a job that waits under the key keeps its time when it is the earlier one. Adding locks that job,
-- so that it cannot run and miss what this transaction leaves for it.
CREATE FUNCTION smartsync_enqueue_soonest(
  task TEXT, job JSONB, job_key TEXT, run_at TIMESTAMPTZ, priority INTEGER, max_attempts INTEGER
) RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  waiting TIMESTAMPTZ;
BEGIN
  SELECT j.run_at INTO waiting FROM graphile_worker.jobs j
  WHERE j.key = (job ->> 'organizationId') || ':' || job_key AND j.locked_at IS NULL AND j.attempts < j.max_attempts;
  PERFORM public.smartsync_enqueue(task, job, job_key, LEAST(run_at, COALESCE(waiting, run_at)), priority, max_attempts);
END
$$;
REVOKE ALL ON FUNCTION smartsync_enqueue_soonest(TEXT, JSONB, TEXT, TIMESTAMPTZ, INTEGER, INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_enqueue_soonest(TEXT, JSONB, TEXT, TIMESTAMPTZ, INTEGER, INTEGER) TO smartsync_app;

-- 3. Worker processes -------------------------------------------------------------------------------------------------

-- A process that was not seen for some seconds is dead, and its jobs go back to the queue. Holds nothing of a tenant; only
-- the owner, as whom the queue works, may use it.
CREATE UNLOGGED TABLE worker_processes (
  id uuid PRIMARY KEY,
  -- Names under which the queue knows its workers.
  worker_ids text[] NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
