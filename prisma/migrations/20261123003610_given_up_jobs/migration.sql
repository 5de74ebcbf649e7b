-- A job whose workers were killed as often as it may be taken stayed in the queue, where nobody looked at it again: nobody
-- heard of it, and a bulk run whose leg it was went on "running" for ever. Now it is kept with the jobs that were given up,
-- where it can be replayed, and its run ends and says so.

-- Notes the jobs of dead workers that may not be taken again among those that were given up. In the queue they stay, where
-- the metrics count them, until another job of the key takes their place.
CREATE FUNCTION smartsync_bury_given_up(worker_ids TEXT[]) RETURNS VOID LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  lost RECORD;
BEGIN
  FOR lost IN
    SELECT t.identifier AS task, j.payload::jsonb AS payload, j.payload ->> 'organizationId' AS tenant, j.key, j.priority, j.attempts
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE j.locked_by = ANY (worker_ids) AND j.attempts >= j.max_attempts AND j.key LIKE (j.payload ->> 'organizationId') || ':%'
  LOOP
    PERFORM set_config('app.organization_id', lost.tenant, true);
    INSERT INTO public.dead_jobs (organization_id, task, job_key, job_class, payload, attempts, error_code, error_message)
    VALUES (lost.tenant::uuid, lost.task, substr(lost.key, length(lost.tenant) + 2),
      CASE WHEN lost.priority <= 0 THEN 'card' WHEN lost.priority <= 10 THEN 'workflow' WHEN lost.priority <= 20 THEN 'webhook'
        WHEN lost.priority <= 30 THEN 'schedule' ELSE 'bulk' END,
      lost.payload - 'organizationId' - 'attempts', lost.attempts, 'internal', 'Every worker that took it was killed.');
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION smartsync_bury_given_up(TEXT[]) FROM PUBLIC;

-- As before, and what the dead may not take again is kept.
CREATE OR REPLACE FUNCTION smartsync_show_life(
  process_id UUID, own_worker_ids TEXT[], dead_after_seconds DOUBLE PRECISION, missed_after_seconds DOUBLE PRECISION,
  ahead_seconds DOUBLE PRECISION, most INTEGER, OUT dead INTEGER, OUT due_in_ms INTEGER[]
) LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  gone TEXT[];
BEGIN
  INSERT INTO public.worker_processes AS w (id, worker_ids, seen_at, has_lock)
  VALUES (process_id, own_worker_ids, clock_timestamp(), true)
  ON CONFLICT (id) DO UPDATE SET worker_ids = EXCLUDED.worker_ids, seen_at = EXCLUDED.seen_at, has_lock = true;
  WITH found AS (
    DELETE FROM public.worker_processes w WHERE w.id IN (
      SELECT o.id FROM public.worker_processes o WHERE o.id <> process_id AND (
        o.seen_at < clock_timestamp() - make_interval(secs => dead_after_seconds)
        OR o.has_lock AND o.seen_at < clock_timestamp() - make_interval(secs => missed_after_seconds)
          AND pg_try_advisory_xact_lock(hashtextextended('worker:' || o.id, 0)))
      FOR UPDATE SKIP LOCKED)
    RETURNING w.id, w.worker_ids
  )
  SELECT count(DISTINCT f.id), array_agg(name) INTO dead, gone FROM found f LEFT JOIN unnest(f.worker_ids) AS name ON true;
  IF dead > 0 THEN
    PERFORM public.smartsync_bury_given_up(gone);
    PERFORM graphile_worker.force_unlock_workers(gone);
    PERFORM pg_notify('jobs:insert', json_build_object('count', most)::text);
  END IF;
  PERFORM public.smartsync_find_lost_runs();
  -- The index is by priority first: one short range of it for each priority that there is.
  WITH RECURSIVE priorities AS (
    SELECT min(j.priority) AS priority FROM graphile_worker._private_jobs j WHERE j.is_available
    UNION ALL
    SELECT (SELECT min(j.priority) FROM graphile_worker._private_jobs j WHERE j.is_available AND j.priority > p.priority)
    FROM priorities p WHERE p.priority IS NOT NULL
  ), due AS (
    SELECT s.run_at FROM priorities p CROSS JOIN LATERAL (
      SELECT j.run_at FROM graphile_worker._private_jobs j
      WHERE j.is_available AND j.priority = p.priority AND j.run_at <= clock_timestamp() + make_interval(secs => ahead_seconds)
      ORDER BY j.run_at LIMIT most) s
    ORDER BY s.run_at LIMIT most
  )
  SELECT COALESCE(array_agg(GREATEST(0, ceil(extract(epoch FROM d.run_at - clock_timestamp()) * 1000))::int ORDER BY d.run_at), '{}')
  INTO due_in_ms FROM due d;
END
$$;

-- A run whose leg was given up has ended, whoever gave it up and why; so has its undo.
CREATE FUNCTION smartsync_end_given_up_run() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  ended public.bulk_runs;
BEGIN
  UPDATE public.bulk_runs b SET undo_status = 'failed'
  WHERE b.organization_id = NEW.organization_id AND b.id::text = NEW.payload ->> 'bulkId' AND b.undo_status = 'running';
  UPDATE public.bulk_runs b SET status = 'failed', completed_at = now(), lease_owner = NULL, lease_expires_at = NULL,
    status_reason = 'It was given up after ' || NEW.attempts || ' attempts. ' || NEW.error_message || ' Resume the run to try again.'
  WHERE b.organization_id = NEW.organization_id AND b.id::text = NEW.payload ->> 'bulkId' AND b.status IN ('queued', 'running', 'paused')
  RETURNING b.* INTO ended;
  IF ended.id IS NOT NULL THEN
    INSERT INTO public.crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, requested_by, message)
    SELECT ended.organization_id, (SELECT i.id FROM public.crm_integrations i WHERE i.organization_id = ended.organization_id
        ORDER BY i.installed_at DESC LIMIT 1), 'bulk',
      CASE ended.object_type WHEN 'contacts' THEN 'contact' WHEN 'companies' THEN 'company' ELSE 'deal' END, 'bulk_fail', 'failed',
      ended.object_type, ended.requested_by, 'Bulk run ended early: ' || ended.status_reason;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER end_given_up_run AFTER INSERT ON dead_jobs FOR EACH ROW WHEN (NEW.task = 'run_bulk')
  EXECUTE FUNCTION smartsync_end_given_up_run();
REVOKE ALL ON FUNCTION smartsync_end_given_up_run() FROM PUBLIC;
