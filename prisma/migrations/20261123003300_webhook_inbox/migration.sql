-- A webhook request is stored as it is, accounts mixed, and answered; a job divides many requests at once by account. Before,
-- each request left a row and a job for each account it named, and waited for all of them.

-- 1. Requests that nobody has divided yet ---------------------------------------------------------------------------------

-- As webhook_deliveries: ids, names of properties, hashes and instants, no values. It holds several accounts at once, so
-- nobody but the functions below may use it. Rows live for half a second: no index but the key, and an end of the table that
-- is never cut off, since that would lock requests out.
CREATE TABLE webhook_inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- [{"portalId": 1, "occurredAtMs": 1, "event": {...}}]
  events jsonb NOT NULL
) WITH (
  vacuum_truncate = false, toast.vacuum_truncate = false,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000
);
ALTER TABLE webhook_inbox ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON webhook_inbox FROM smartsync_app;

-- 2. Waking the job that divides them ----------------------------------------------------------------------------------------

-- Sees to it that requests are divided: at once when all was quiet, else half a second later, so that there is one job for all
-- of that time. Who finds that somebody else is adding the job in this moment adds one of its own: waiting would make requests
-- follow one another, and who adds it may still fail.
CREATE FUNCTION smartsync_wake_sorting(task TEXT, priority INTEGER, delay INTERVAL)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  wake_key TEXT := 'webhook_inbox';
  due TIMESTAMPTZ;
  is_available BOOLEAN;
BEGIN
  SELECT j.run_at, j.is_available INTO due, is_available FROM graphile_worker._private_jobs j WHERE j.key = wake_key;
  IF FOUND THEN
    IF is_available AND due <= clock_timestamp() + INTERVAL '1 second' THEN RETURN; END IF;
    delay := GREATEST(delay, INTERVAL '500 milliseconds');
  END IF;
  IF NOT pg_try_advisory_xact_lock(hashtextextended(wake_key, 1)) THEN wake_key := wake_key || ':' || pg_backend_pid(); END IF;
  PERFORM graphile_worker.add_job(identifier => task, payload => '{}'::json, run_at => clock_timestamp() + delay,
    job_key => wake_key, priority => priority);
END
$$;

-- 3. In and out --------------------------------------------------------------------------------------------------------------

-- Keeps what webhook requests said: one row, whatever it names, and no job where one is about to run. The lock is shared by
-- all requests; by it the job knows that one is under way which it cannot see yet.
CREATE FUNCTION smartsync_receive_webhooks(events JSONB, task TEXT, priority INTEGER)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('webhook_inbox', 0));
  INSERT INTO public.webhook_inbox (events) VALUES (smartsync_receive_webhooks.events);
  PERFORM public.smartsync_wake_sorting(task, priority, INTERVAL '0');
END
$$;

-- Takes the oldest requests out, events by account, at most 1,000 in a part: what was told twice is left once, with the newest
-- instant. Nobody may ask in the name of an account, since what it answers is of all of them.
CREATE FUNCTION smartsync_take_inbox(most INTEGER)
RETURNS TABLE (portal BIGINT, requests BIGINT, times NUMERIC, received TIMESTAMPTZ, events JSONB)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NULLIF(current_setting('app.organization_id', true), '') IS NOT NULL THEN
    RAISE EXCEPTION 'requests of all accounts are not for one of them' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    WITH gone AS (
      DELETE FROM public.webhook_inbox i WHERE i.id = ANY (
        ARRAY(SELECT o.id FROM public.webhook_inbox o ORDER BY o.id LIMIT most FOR UPDATE SKIP LOCKED))
      RETURNING i.received_at, i.events
    ), told AS (
      SELECT e."portalId" AS portal, e.event, max(e."occurredAtMs") AS occurred, count(*) AS times, min(g.received_at) AS received
      FROM gone g, jsonb_to_recordset(g.events) AS e("portalId" bigint, "occurredAtMs" double precision, event jsonb)
      GROUP BY 1, 2
    ), parts AS (
      SELECT t.*, (row_number() OVER (PARTITION BY t.portal) - 1) / 1000 AS part FROM told t
    )
    SELECT p.portal, (SELECT count(*) FROM gone), sum(p.times), min(p.received),
      jsonb_agg(p.event || jsonb_build_object('occurredAtMs', p.occurred))
    FROM parts p GROUP BY p.portal, p.part;
END
$$;

-- Leaves a job for what comes meanwhile, unless nothing was left and no request is under way.
CREATE FUNCTION smartsync_end_sorting(taken BIGINT, most INTEGER, task TEXT, priority INTEGER)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF taken = 0 AND pg_try_advisory_xact_lock(hashtextextended('webhook_inbox', 0)) THEN
    -- A statement of its own, after the lock: it sees all that was committed before.
    IF NOT EXISTS (SELECT FROM public.webhook_inbox) THEN RETURN; END IF;
  END IF;
  PERFORM public.smartsync_wake_sorting(task, priority, CASE WHEN taken >= most THEN INTERVAL '0' ELSE INTERVAL '500 milliseconds' END);
END
$$;

-- Divides the oldest requests by account, in one commit with the jobs that take the parts; what is of no connected account is
-- dropped. It enters each account's tenant itself and leaves it again; what it writes goes through the policies like
-- everything else. Answers what became of the events, and whether there may be more.
CREATE FUNCTION smartsync_sort_webhooks(most INTEGER, task TEXT, handle_task TEXT, priority INTEGER)
RETURNS TABLE (kept NUMERIC, dropped NUMERIC, has_more BOOLEAN) LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  part RECORD;
  taken BIGINT := 0;
BEGIN
  kept := 0; dropped := 0;
  FOR part IN
    SELECT t.*, p.organization_id AS tenant FROM public.smartsync_take_inbox(most) t
    LEFT JOIN public.portal_directory p ON p.portal_id = t.portal ORDER BY t.portal
  LOOP
    taken := part.requests;
    PERFORM set_config('app.organization_id', COALESCE(part.tenant::text, ''), true);
    INSERT INTO public.webhook_deliveries (organization_id, events, received_at)
    SELECT part.tenant, part.events, part.received
    WHERE EXISTS (SELECT FROM public.crm_integrations i WHERE i.portal_id = part.portal AND i.is_active);
    IF FOUND THEN
      kept := kept + part.times;
      PERFORM public.smartsync_enqueue_soonest(handle_task, jsonb_build_object('organizationId', part.tenant), 'webhooks', now(), priority, 5);
    ELSE
      dropped := dropped + part.times;
    END IF;
  END LOOP;
  PERFORM set_config('app.organization_id', '', true);
  PERFORM public.smartsync_end_sorting(taken, most, task, priority);
  has_more := taken >= most;
  RETURN NEXT;
END
$$;

DROP FUNCTION smartsync_keep_webhooks(TEXT, JSONB, INTEGER);
DROP FUNCTION smartsync_wake(TEXT, TEXT, TIMESTAMPTZ, INTEGER);
REVOKE ALL ON FUNCTION smartsync_wake_sorting(TEXT, INTEGER, INTERVAL) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_receive_webhooks(JSONB, TEXT, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_take_inbox(INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_end_sorting(BIGINT, INTEGER, TEXT, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_sort_webhooks(INTEGER, TEXT, TEXT, INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_receive_webhooks(JSONB, TEXT, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_take_inbox(INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_end_sorting(BIGINT, INTEGER, TEXT, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_sort_webhooks(INTEGER, TEXT, TEXT, INTEGER) TO smartsync_app;
