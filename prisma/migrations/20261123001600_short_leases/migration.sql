-- A run whose process died is taken over within five seconds: leases last four, and whoever looks after them looks one
-- second later. One job for all the leases of an organisation that end in the same second.
CREATE OR REPLACE FUNCTION smartsync_watch_lease(task TEXT, lease_expires_at TIMESTAMPTZ)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant TEXT := current_setting('app.organization_id', true);
  due TIMESTAMPTZ := date_bin('1 second', lease_expires_at, TIMESTAMPTZ 'epoch') + INTERVAL '1 second';
  watch_key TEXT := 'leases:' || extract(epoch FROM due)::bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = tenant || ':' || watch_key) THEN
    PERFORM public.smartsync_enqueue(task, jsonb_build_object('organizationId', tenant), watch_key, due);
  END IF;
END
$$;
