-- What waits in the queue, over all portals, as sums: for the metrics, which name no portal.

-- Jobs are counted in the queue's own tables. Waiting records and bulk runs are rows of tenants, so they are counted tenant by
-- tenant, each under its own policy, for the tenants that have a job in the queue (at most 1,000 of them). Afterwards the
-- tenant setting is what it was.
CREATE FUNCTION smartsync_work_state() RETURNS JSONB LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  before TEXT := current_setting('app.organization_id', true);
  tenant TEXT;
  part JSONB;
  records JSONB := '[]';
  runs JSONB := '[]';
BEGIN
  FOR tenant IN
    SELECT DISTINCT split_part(j.key, ':', 1) FROM graphile_worker.jobs j
    WHERE j.task_identifier IN ('drain_records', 'run_bulk') AND j.key ~ '^[0-9a-f-]{36}:' LIMIT 1000
  LOOP
    PERFORM set_config('app.organization_id', tenant, true);
    SELECT jsonb_agg(w) INTO part FROM (
      SELECT r.job_class AS "jobClass", count(*) AS "records",
        COALESCE(max(extract(epoch FROM now() - r.run_at)) FILTER (WHERE r.run_at <= now()), 0) AS "oldestSeconds"
      FROM public.waiting_records r WHERE r.organization_id = tenant::uuid AND r.dead_at IS NULL GROUP BY 1) w;
    records := records || COALESCE(part, '[]');
    SELECT jsonb_agg(b) INTO part FROM (
      SELECT r.status, count(*) AS "runs",
        sum(GREATEST(0, r.total - r.enriched - r.unchanged - r.needs_review - r.no_match - r.insufficient_data - r.failed)) AS "recordsLeft"
      FROM public.bulk_runs r WHERE r.organization_id = tenant::uuid AND r.status IN ('queued', 'running', 'paused') GROUP BY 1) b;
    runs := runs || COALESCE(part, '[]');
  END LOOP;
  PERFORM set_config('app.organization_id', COALESCE(before, ''), true);
  RETURN jsonb_build_object(
    'jobs', (SELECT COALESCE(jsonb_agg(j), '[]') FROM (
      SELECT q.priority, CASE WHEN q.locked_at IS NOT NULL THEN 'running' WHEN q.run_at > now() THEN 'later' ELSE 'due' END AS state,
        count(*) AS jobs,
        COALESCE(max(extract(epoch FROM now() - q.run_at)) FILTER (WHERE q.locked_at IS NULL AND q.run_at <= now()), 0) AS "oldestSeconds"
      FROM graphile_worker.jobs q WHERE q.attempts < q.max_attempts OR q.locked_at IS NOT NULL GROUP BY 1, 2) j),
    'jobsGivenUp', (SELECT count(*) FROM graphile_worker.jobs q WHERE q.attempts >= q.max_attempts AND q.locked_at IS NULL),
    'records', records,
    'bulkRuns', runs,
    'workers', (SELECT count(*) FROM public.worker_processes p WHERE p.seen_at > clock_timestamp() - INTERVAL '10 seconds'),
    'databaseBytes', pg_catalog.pg_database_size(pg_catalog.current_database()));
END
$$;
REVOKE ALL ON FUNCTION smartsync_work_state() FROM PUBLIC;
