-- A worker that was paused for longer than the others wait (a stopped process, a machine that was moved) comes back to jobs that were
-- given back to the queue, or are another's by then. The queue ends a job by its id alone (graphile-worker 0.17), so that it
-- ended the other's, or the next leg of a bulk run that it had just queued itself under the same key: the run stayed "running", with no
-- job. A job that is taken from the dead gets another id, which nobody who comes back knows. As before but for that.
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
    UPDATE graphile_worker._private_jobs SET id = DEFAULT WHERE locked_by = ANY (gone);
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
