-- Records that changed wait like all others: one short job a portal works them off, so that a portal with thousands of
-- changes takes turns with the others. And a run whose process died is looked for half a second after its lease.

-- 1. What is to be done about a waiting record -------------------------------------------------------------------------

ALTER TABLE "waiting_records"
  ADD COLUMN "decision" TEXT NOT NULL DEFAULT 'enrich',
  -- The state of the record that this is about; news of another state replace it. NULL: of whatever state it is in.
  ADD COLUMN "version" TEXT,
  -- The state that somebody works on or worked on last: news of another one do not end with that work.
  ADD COLUMN "taken_version" TEXT,
  ADD CONSTRAINT "waiting_records_decision_check" CHECK ("decision" IN ('enrich', 'link'));

-- 2. What waits is paused with the connection ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION smartsync_follow_connection() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  job JSONB := jsonb_build_object('organizationId', NEW.organization_id);
  frequency TEXT;
  waiting RECORD;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.is_active = OLD.is_active THEN
    RETURN NULL;
  ELSIF NEW.is_active THEN
    PERFORM public.smartsync_drop_job('erase-portal');
    PERFORM public.smartsync_enqueue('check_connection', job, 'check-connection', now() + INTERVAL '1 day', 30);
    SELECT s.settings #>> '{sync,frequency}' INTO frequency FROM public.portal_settings s WHERE s.organization_id = NEW.organization_id;
    -- What changed while it was disconnected is found soon.
    IF COALESCE(frequency, 'manual') <> 'manual' THEN
      PERFORM public.smartsync_enqueue('sync_changes', job, 'sync-changes', now() + INTERVAL '1 minute', 30);
    END IF;
    -- What waited when it left goes on.
    FOR waiting IN
      SELECT w.job_class, min(w.run_at) AS run_at FROM public.waiting_records w
      WHERE w.organization_id = NEW.organization_id AND w.dead_at IS NULL GROUP BY 1
    LOOP
      PERFORM public.smartsync_enqueue('drain_records', job || jsonb_build_object('jobClass', waiting.job_class),
        'drain:' || waiting.job_class, waiting.run_at,
        CASE waiting.job_class WHEN 'card' THEN 0 WHEN 'workflow' THEN 10 WHEN 'webhook' THEN 20 WHEN 'schedule' THEN 30 ELSE 40 END);
    END LOOP;
  ELSE
    PERFORM public.smartsync_drop_job('check-connection');
    PERFORM public.smartsync_drop_job('sync-changes');
    PERFORM public.smartsync_enqueue('erase_portal', job, 'erase-portal', now() + INTERVAL '30 days', 30);
  END IF;
  RETURN NULL;
END
$$;

-- 3. Runs whose process died ---------------------------------------------------------------------------------------------

-- One job for all the leases of an organisation that end in the same half second. Leases last three seconds.
CREATE OR REPLACE FUNCTION smartsync_watch_lease(task TEXT, lease_expires_at TIMESTAMPTZ)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant TEXT := current_setting('app.organization_id', true);
  due TIMESTAMPTZ := date_bin('500 milliseconds', lease_expires_at, TIMESTAMPTZ 'epoch') + INTERVAL '500 milliseconds';
  watch_key TEXT := 'leases:' || (extract(epoch FROM due) * 1000)::bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = tenant || ':' || watch_key) THEN
    PERFORM public.smartsync_enqueue(task, jsonb_build_object('organizationId', tenant), watch_key, due);
  END IF;
END
$$;
