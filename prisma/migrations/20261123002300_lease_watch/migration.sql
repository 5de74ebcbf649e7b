-- A run whose process died is found by looking at the leases that have ended, twice a second by each worker process. A job
-- for each lease cost more than all the rest of starting a run, and nearly always found nothing to do.

-- Which organisations are to be looked at and when; nothing of them. Only the owner, as whom the queue works, reads it.
CREATE TABLE lease_watch (
  organization_id UUID NOT NULL,
  -- After the end of the leases that it is for.
  due TIMESTAMPTZ NOT NULL,
  -- The job that takes over what is lost.
  task TEXT NOT NULL,
  PRIMARY KEY (organization_id, due)
);
CREATE INDEX lease_watch_due ON lease_watch (due);
REVOKE ALL ON lease_watch FROM smartsync_app;

-- One row for all the leases of an organisation that end in the same half second. A row that is there already is looked at
-- after the lease, so the run whose transaction calls this will be seen.
CREATE OR REPLACE FUNCTION smartsync_watch_lease(task TEXT, lease_expires_at TIMESTAMPTZ)
RETURNS VOID LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.lease_watch (organization_id, due, task)
  VALUES (current_setting('app.organization_id')::uuid,
    date_bin('500 milliseconds', lease_expires_at, TIMESTAMPTZ 'epoch') + INTERVAL '500 milliseconds', task)
  ON CONFLICT DO NOTHING
$$;

-- Queues the job for each organisation that has a run whose lease has ended; answers for how many. What somebody else looks
-- at in this moment is left to them.
CREATE FUNCTION smartsync_find_lost_runs() RETURNS INTEGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  watched RECORD;
  found INTEGER := 0;
BEGIN
  FOR watched IN
    WITH gone AS (
      DELETE FROM public.lease_watch w WHERE (w.organization_id, w.due) IN (
        SELECT d.organization_id, d.due FROM public.lease_watch d WHERE d.due <= now() FOR UPDATE SKIP LOCKED)
      RETURNING w.organization_id, w.task)
    SELECT DISTINCT g.organization_id, g.task FROM gone g
  LOOP
    PERFORM set_config('app.organization_id', watched.organization_id::text, true);
    IF EXISTS (SELECT FROM public.enrichments e WHERE e.organization_id = watched.organization_id
               AND e.status = 'running' AND e.lease_expires_at <= now()) THEN
      PERFORM public.smartsync_enqueue(watched.task, jsonb_build_object('organizationId', watched.organization_id), 'leases');
      found := found + 1;
    END IF;
  END LOOP;
  RETURN found;
END
$$;

REVOKE ALL ON FUNCTION smartsync_find_lost_runs() FROM PUBLIC;
