-- Every idle worker of every process looked for jobs twice a second, only to find those that had been put off until then.
-- Now a process is told with each sign of life what becomes due before the next one, and wakes a worker for it in time.

-- One statement a sign of life: says that this process lives, gives the jobs of dead ones back to the queue, looks for runs
-- whose lease has ended, and tells in how many milliseconds jobs become due, within `ahead_seconds`, at most `most` of them.
-- `pg_notify` is how the queue wakes its workers: jobs given back do not wait for the next sign of life.
CREATE FUNCTION smartsync_show_life(
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
REVOKE ALL ON FUNCTION smartsync_show_life(UUID, TEXT[], DOUBLE PRECISION, DOUBLE PRECISION, DOUBLE PRECISION, INTEGER) FROM PUBLIC;

-- What is put off until before the next sign of life is told at once: `count` 0 wakes nobody yet. Jobs that nobody waits for,
-- of schedules and bulk runs, are marked: one worker of each process leaves them alone.
CREATE OR REPLACE FUNCTION smartsync_enqueue(
  task TEXT, job JSONB, job_key TEXT, run_at TIMESTAMPTZ DEFAULT now(), priority INTEGER DEFAULT 0, max_attempts INTEGER DEFAULT 8
) RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF (job ->> 'organizationId') IS DISTINCT FROM NULLIF(current_setting('app.organization_id', true), '') THEN
    RAISE EXCEPTION 'a job may be added for the organisation of this transaction only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(
    identifier => task, payload => job::json, run_at => run_at, max_attempts => max_attempts,
    job_key => (job ->> 'organizationId') || ':' || job_key, priority => priority,
    flags => CASE WHEN priority >= 30 THEN ARRAY['background'] END);
  IF run_at > now() AND run_at < clock_timestamp() + INTERVAL '1 second' THEN
    PERFORM pg_notify('jobs:insert', json_build_object('count', 0, 'dueInMs',
      GREATEST(0, ceil(extract(epoch FROM run_at - clock_timestamp()) * 1000)))::text);
  END IF;
END
$$;

-- As before, but looks at the one job in its table instead of through the view, which joins two more.
CREATE OR REPLACE FUNCTION smartsync_enqueue_soonest(
  task TEXT, job JSONB, job_key TEXT, run_at TIMESTAMPTZ, priority INTEGER, max_attempts INTEGER
) RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  waiting TIMESTAMPTZ;
BEGIN
  SELECT j.run_at INTO waiting FROM graphile_worker._private_jobs j
  WHERE j.key = (job ->> 'organizationId') || ':' || job_key AND j.is_available;
  PERFORM public.smartsync_enqueue(task, job, job_key, LEAST(run_at, COALESCE(waiting, run_at)), priority, max_attempts);
END
$$;

-- A record is marked when it is taken: with room left on its page that touches no index.
ALTER TABLE waiting_records SET (fillfactor = 70);
