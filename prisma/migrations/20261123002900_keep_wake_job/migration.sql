-- A request that relied on the job of another could commit after that job had run, when the server was slow: its events then
-- waited for the next request. The job is kept from running until this transaction has ended, as adding it does.
CREATE OR REPLACE FUNCTION smartsync_wake(task TEXT, job_key TEXT, due TIMESTAMPTZ, priority INTEGER)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant TEXT := current_setting('app.organization_id', true);
  wake_key TEXT := tenant || ':' || job_key;
BEGIN
  -- The table and not its view, whose rows cannot be locked. Workers pass over a job that somebody has locked.
  PERFORM FROM graphile_worker._private_jobs j WHERE j.key = wake_key AND j.locked_at IS NULL AND j.run_at <= due
  FOR KEY SHARE SKIP LOCKED;
  IF FOUND THEN RETURN; END IF;
  -- Whoever adds it may still fail, so its job is not to be relied on; and waiting would make requests follow one another.
  IF NOT pg_try_advisory_xact_lock(hashtextextended(wake_key, 0)) THEN job_key := job_key || ':' || pg_backend_pid(); END IF;
  PERFORM public.smartsync_enqueue(task, jsonb_build_object('organizationId', tenant), job_key, due, priority);
END
$$;
