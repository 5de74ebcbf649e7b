-- A task, deal or owner of which nobody knows whether HubSpot carried it out stayed in doubt until somebody enriched the
-- record again. Now each mark "sent" notes when the time of doubt is over, and a job looks then at what is still in doubt;
-- docs/decisions/0013-automation-once.md.

-- True from the moment that somebody looks again until the enrichment tells what came of it: a process that is killed
-- in between leaves it true, and the next one tells. Also of what was undone while its create may have been on its way.
ALTER TABLE "automation_intents" ADD COLUMN "is_doubtful" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "idx_automation_intents_doubt" ON "automation_intents" ("organization_id", "sent_until")
  WHERE "state" = 'sent' OR "is_doubtful";

-- Leases of runs and times of doubt may end in the same half second.
ALTER TABLE lease_watch DROP CONSTRAINT lease_watch_pkey;
ALTER TABLE lease_watch ADD PRIMARY KEY (organization_id, due, task);

-- One row for everything of an organisation whose doubt is over in the same five seconds.
CREATE FUNCTION smartsync_watch_doubt(task TEXT, settles_at TIMESTAMPTZ)
RETURNS VOID LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.lease_watch (organization_id, due, task)
  VALUES (current_setting('app.organization_id')::uuid,
    date_bin('5 seconds', settles_at, TIMESTAMPTZ 'epoch') + INTERVAL '5 seconds', task)
  ON CONFLICT DO NOTHING
$$;
REVOKE ALL ON FUNCTION smartsync_watch_doubt(TEXT, TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_watch_doubt(TEXT, TIMESTAMPTZ) TO smartsync_app;

-- As before, and in the same look the job for each organisation that has something in doubt whose time is over. In the
-- usual case HubSpot has answered long ago, and there is none.
CREATE OR REPLACE FUNCTION smartsync_find_lost_runs() RETURNS INTEGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  watched RECORD;
  job JSONB;
  found INTEGER := 0;
BEGIN
  FOR watched IN
    WITH gone AS (
      DELETE FROM public.lease_watch w WHERE (w.organization_id, w.due, w.task) IN (
        SELECT d.organization_id, d.due, d.task FROM public.lease_watch d WHERE d.due <= now() FOR UPDATE SKIP LOCKED)
      RETURNING w.organization_id, w.task)
    SELECT DISTINCT g.organization_id, g.task FROM gone g
  LOOP
    PERFORM set_config('app.organization_id', watched.organization_id::text, true);
    job := jsonb_build_object('organizationId', watched.organization_id);
    IF watched.task = 'settle_doubts' THEN
      IF EXISTS (SELECT FROM public.automation_intents i WHERE i.organization_id = watched.organization_id
                 AND (i.state = 'sent' OR i.is_doubtful) AND i.sent_until <= now() - INTERVAL '60 seconds') THEN
        PERFORM public.smartsync_enqueue_soonest(watched.task, job, 'doubts', now(), 40, 25);
        found := found + 1;
      END IF;
    ELSIF EXISTS (SELECT FROM public.enrichments e WHERE e.organization_id = watched.organization_id
               AND e.status = 'running' AND e.lease_expires_at <= now()) THEN
      PERFORM public.smartsync_enqueue(watched.task, job, 'leases');
      found := found + 1;
    END IF;
  END LOOP;
  RETURN found;
END
$$;

-- As before, and what was in doubt when an account left is looked at when it comes back.
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
    IF EXISTS (SELECT FROM public.automation_intents i WHERE i.organization_id = NEW.organization_id AND (i.state = 'sent' OR i.is_doubtful)) THEN
      PERFORM public.smartsync_enqueue_soonest('settle_doubts', job, 'doubts', now(), 40, 25);
    END IF;
  ELSE
    PERFORM public.smartsync_drop_job('check-connection');
    PERFORM public.smartsync_drop_job('sync-changes');
    PERFORM public.smartsync_enqueue('erase_portal', job, 'erase-portal', now() + INTERVAL '30 days', 30);
  END IF;
  RETURN NULL;
END
$$;
