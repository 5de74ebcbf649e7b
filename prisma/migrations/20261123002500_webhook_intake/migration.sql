-- Requests of webhooks that name several portals waited for one another, and two that named them in another order for ever,
-- until the server refused one: each locked the jobs that wake a worker, portal by portal, until it was committed. Now
-- portals come in one order, and who finds that somebody else is adding the job in this moment adds one of its own. Who relies
-- on a job that is there keeps it from running until its own transaction has ended, as adding it does: committed later than
-- that, its events would wait for the next request.

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

-- Keeps what webhook requests said, by portal, and sees to it that a worker takes it: one statement. It runs before a tenant
-- is known, so it enters each portal's tenant itself and leaves it again; what it writes goes through the policies like
-- everything else.
--
-- deliveries: [{"portalId": 1, "events": [...]}], each portal once; answers the portals that are not connected.
CREATE FUNCTION smartsync_keep_webhooks(task TEXT, deliveries JSONB, priority INTEGER)
RETURNS BIGINT[] LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  delivery RECORD;
  dropped BIGINT[] := '{}';
  -- One job for all requests of a quarter of a second. It runs after it, so it sees them; a request that commits too late
  -- for it is seen by the job of the next one, which each leaves behind.
  due TIMESTAMPTZ := date_bin('250 milliseconds', clock_timestamp(), TIMESTAMPTZ 'epoch') + INTERVAL '500 milliseconds';
  job_key TEXT := 'webhooks:' || (extract(epoch FROM due) * 1000)::bigint;
BEGIN
  FOR delivery IN
    SELECT d."portalId" AS portal, d.events, p.organization_id AS tenant
    FROM jsonb_to_recordset(deliveries) AS d("portalId" bigint, events jsonb)
    LEFT JOIN public.portal_directory p ON p.portal_id = d."portalId"
    ORDER BY d."portalId"
  LOOP
    PERFORM set_config('app.organization_id', COALESCE(delivery.tenant::text, ''), true);
    INSERT INTO public.webhook_deliveries (organization_id, events)
    SELECT delivery.tenant, delivery.events
    WHERE EXISTS (SELECT FROM public.crm_integrations i WHERE i.portal_id = delivery.portal AND i.is_active);
    IF FOUND THEN
      PERFORM public.smartsync_wake(task, job_key, due, priority);
    ELSE
      dropped := dropped || delivery.portal;
    END IF;
  END LOOP;
  PERFORM set_config('app.organization_id', '', true);
  RETURN dropped;
END
$$;
DROP FUNCTION smartsync_receive_webhooks(TEXT, JSONB, INTEGER);
REVOKE ALL ON FUNCTION smartsync_keep_webhooks(TEXT, JSONB, INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_keep_webhooks(TEXT, JSONB, INTEGER) TO smartsync_app;
