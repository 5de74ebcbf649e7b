-- What HubSpot's answers tell of a portal's limits, for all processes. Lost with the server it is learnt again from the
-- next answer.
ALTER TABLE hubspot_windows
  -- As HubSpot's headers say, the window with our guard on top; NULL: what the caller says.
  ADD COLUMN allowed_calls integer,
  ADD COLUMN allowed_ms integer,
  -- Somebody else uses the same limit: ours is smaller for a while.
  ADD COLUMN tight_calls integer,
  ADD COLUMN tight_until_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN paused_because text NOT NULL DEFAULT 'limit' CHECK (paused_because IN ('limit', 'daily', 'moving')),
  -- Writes of companies at once in each process, after HubSpot locked some; in the row of the bucket `main`.
  ADD COLUMN company_writes integer,
  ADD COLUMN company_until_ms bigint NOT NULL DEFAULT 0;

-- As before, by what was learnt of the limit; tells it along with the times, so that nobody has to ask for it.
DROP FUNCTION smartsync_take_calls(BIGINT, TEXT, INTEGER, BOOLEAN, INTEGER, INTEGER, INTEGER, INTEGER);
CREATE FUNCTION smartsync_take_calls(
  portal BIGINT, rate_bucket TEXT, wanted INTEGER, is_interactive BOOLEAN, call_limit INTEGER, reserve INTEGER, window_ms INTEGER,
  horizon_ms INTEGER, OUT waits_ms INTEGER[], OUT next_ms INTEGER, OUT used INTEGER, OUT limit_now INTEGER, OUT allowed INTEGER,
  OUT allowed_within_ms INTEGER, OUT held_because TEXT, OUT company_writes_at_once INTEGER
) LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  now_ms BIGINT;
  span INTEGER;
  kept INTEGER;
  times BIGINT[];
  known public.hubspot_windows%ROWTYPE;
  may INTEGER;
  slot BIGINT;
  count INTEGER;
BEGIN
  INSERT INTO public.hubspot_windows (portal_id, bucket) VALUES (portal, rate_bucket) ON CONFLICT DO NOTHING;
  SELECT * INTO known FROM public.hubspot_windows w WHERE w.portal_id = portal AND w.bucket = rate_bucket FOR UPDATE;
  now_ms := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  allowed := known.allowed_calls;
  allowed_within_ms := known.allowed_ms;
  span := COALESCE(known.allowed_ms, window_ms);
  limit_now := COALESCE(known.allowed_calls, call_limit);
  IF known.tight_until_ms > now_ms THEN limit_now := LEAST(limit_now, known.tight_calls); END IF;
  kept := LEAST(reserve, limit_now / 3);
  held_because := CASE WHEN known.paused_until_ms > now_ms THEN known.paused_because END;
  SELECT w.company_writes INTO company_writes_at_once FROM public.hubspot_windows w
  WHERE w.portal_id = portal AND w.bucket = 'main' AND w.company_until_ms > now_ms;
  SELECT COALESCE(array_agg(t ORDER BY t), '{}') INTO times FROM unnest(known.sent_ms) AS t WHERE t > now_ms - span;
  used := cardinality(times);
  waits_ms := '{}';
  next_ms := 0;
  may := GREATEST(1, CASE
    WHEN is_interactive THEN limit_now
    WHEN known.interactive_ms > now_ms - span THEN limit_now - kept
    ELSE limit_now - LEAST(2, kept)
  END);
  FOR i IN 1..wanted LOOP
    count := cardinality(times);
    slot := CASE WHEN count < may THEN now_ms ELSE GREATEST(now_ms, times[count - may + 1] + span) END;
    slot := GREATEST(slot, known.paused_until_ms);
    next_ms := (slot - now_ms)::int;
    EXIT WHEN slot - now_ms > horizon_ms;
    waits_ms := waits_ms || (slot - now_ms)::int;
    IF count = 0 OR slot >= times[count] THEN
      times := times || slot;
    ELSE
      SELECT array_agg(t ORDER BY t) INTO times FROM unnest(times || slot) AS t;
    END IF;
  END LOOP;
  UPDATE public.hubspot_windows w SET sent_ms = times,
    interactive_ms = CASE WHEN is_interactive THEN now_ms ELSE w.interactive_ms END
  WHERE w.portal_id = portal AND w.bucket = rate_bucket;
END
$$;

-- As HubSpot's headers say.
CREATE FUNCTION smartsync_learn_limit(portal BIGINT, rate_bucket TEXT, calls INTEGER, within_ms INTEGER)
RETURNS VOID LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.hubspot_windows (portal_id, bucket, allowed_calls, allowed_ms) VALUES (portal, rate_bucket, calls, within_ms)
  ON CONFLICT (portal_id, bucket) DO UPDATE SET allowed_calls = EXCLUDED.allowed_calls, allowed_ms = EXCLUDED.allowed_ms
$$;

-- HubSpot says that the limit is used up. When our own count does not explain it, somebody else uses the same limit: ours
-- becomes what we had used, at most three quarters and at least a tenth of it, for a while. Several answers of one window
-- count once. NULL: our count explains it.
CREATE FUNCTION smartsync_tighten_calls(portal BIGINT, rate_bucket TEXT, call_limit INTEGER, window_ms INTEGER, for_ms BIGINT)
RETURNS INTEGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  now_ms BIGINT;
  span INTEGER;
  full_limit INTEGER;
  limit_now INTEGER;
  mine INTEGER;
  known public.hubspot_windows%ROWTYPE;
BEGIN
  INSERT INTO public.hubspot_windows (portal_id, bucket) VALUES (portal, rate_bucket) ON CONFLICT DO NOTHING;
  SELECT * INTO known FROM public.hubspot_windows w WHERE w.portal_id = portal AND w.bucket = rate_bucket FOR UPDATE;
  now_ms := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  span := COALESCE(known.allowed_ms, window_ms);
  full_limit := COALESCE(known.allowed_calls, call_limit);
  limit_now := full_limit;
  IF known.tight_until_ms > now_ms THEN
    limit_now := LEAST(full_limit, known.tight_calls);
    IF known.tight_until_ms - for_ms > now_ms - span THEN RETURN limit_now; END IF;
  END IF;
  SELECT count(*) INTO mine FROM unnest(known.sent_ms) AS t WHERE t > now_ms - span AND t <= now_ms;
  IF mine >= limit_now * 0.9 THEN RETURN NULL; END IF;
  limit_now := GREATEST(1, (full_limit + 9) / 10, LEAST(limit_now * 3 / 4, mine));
  UPDATE public.hubspot_windows w SET tight_calls = limit_now, tight_until_ms = now_ms + for_ms
  WHERE w.portal_id = portal AND w.bucket = rate_bucket;
  RETURN limit_now;
END
$$;

-- Nothing of this portal and bucket is given out for a while, whichever process asks; the longer pause and its reason count.
CREATE FUNCTION smartsync_hold_calls(portal BIGINT, rate_bucket TEXT, for_ms BIGINT, because TEXT)
RETURNS VOID LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.hubspot_windows AS w (portal_id, bucket, paused_until_ms, paused_because)
  VALUES (portal, rate_bucket, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + for_ms, because)
  ON CONFLICT (portal_id, bucket) DO UPDATE SET
    paused_until_ms = GREATEST(w.paused_until_ms, EXCLUDED.paused_until_ms),
    paused_because = CASE WHEN EXCLUDED.paused_until_ms >= w.paused_until_ms THEN EXCLUDED.paused_because ELSE w.paused_because END
$$;

-- The account's calls of the day are used up: nothing until a minute after its midnight, in its own time zone (UTC where we
-- do not know it). A refusal in the first minutes of a day is the other clock's yesterday, and waits five minutes only.
CREATE FUNCTION smartsync_hold_calls_for_day(portal BIGINT, rate_bucket TEXT)
RETURNS BIGINT LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  zone TEXT;
  local_now TIMESTAMP;
  wait INTERVAL;
  wait_ms BIGINT;
BEGIN
  SELECT i.time_zone INTO zone FROM public.crm_integrations i WHERE i.portal_id = portal;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_timezone_names z WHERE z.name = zone) THEN zone := 'UTC'; END IF;
  zone := COALESCE(zone, 'UTC');
  local_now := clock_timestamp() AT TIME ZONE zone;
  wait := ((date_trunc('day', local_now) + interval '1 day') AT TIME ZONE zone) - clock_timestamp() + interval '1 minute';
  IF local_now - date_trunc('day', local_now) < interval '5 minutes' THEN wait := interval '5 minutes'; END IF;
  wait_ms := (extract(epoch FROM wait) * 1000)::bigint;
  PERFORM public.smartsync_hold_calls(portal, rate_bucket, wait_ms, 'daily');
  RETURN wait_ms;
END
$$;

-- HubSpot locks companies that are written too fast: half as many writes at once as before, for a while. Several answers
-- within two seconds count once.
CREATE FUNCTION smartsync_halve_company_writes(portal BIGINT, usual INTEGER, for_ms BIGINT)
RETURNS INTEGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  now_ms BIGINT;
  known public.hubspot_windows%ROWTYPE;
  halved INTEGER;
BEGIN
  INSERT INTO public.hubspot_windows (portal_id, bucket) VALUES (portal, 'main') ON CONFLICT DO NOTHING;
  SELECT * INTO known FROM public.hubspot_windows w WHERE w.portal_id = portal AND w.bucket = 'main' FOR UPDATE;
  now_ms := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  IF known.company_until_ms <= now_ms THEN
    halved := usual / 2;
  ELSIF known.company_until_ms - for_ms > now_ms - 2000 THEN
    RETURN known.company_writes;
  ELSE
    halved := known.company_writes / 2;
  END IF;
  halved := GREATEST(1, halved);
  UPDATE public.hubspot_windows w SET company_writes = halved, company_until_ms = now_ms + for_ms
  WHERE w.portal_id = portal AND w.bucket = 'main';
  RETURN halved;
END
$$;

REVOKE ALL ON FUNCTION smartsync_take_calls(BIGINT, TEXT, INTEGER, BOOLEAN, INTEGER, INTEGER, INTEGER, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_learn_limit(BIGINT, TEXT, INTEGER, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_tighten_calls(BIGINT, TEXT, INTEGER, INTEGER, BIGINT) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_hold_calls(BIGINT, TEXT, BIGINT, TEXT) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_hold_calls_for_day(BIGINT, TEXT) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_halve_company_writes(BIGINT, INTEGER, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_take_calls(BIGINT, TEXT, INTEGER, BOOLEAN, INTEGER, INTEGER, INTEGER, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_learn_limit(BIGINT, TEXT, INTEGER, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_tighten_calls(BIGINT, TEXT, INTEGER, INTEGER, BIGINT) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_hold_calls(BIGINT, TEXT, BIGINT, TEXT) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_hold_calls_for_day(BIGINT, TEXT) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_halve_company_writes(BIGINT, INTEGER, BIGINT) TO smartsync_app;

-- What a run waits for while it runs; NULL: it works.
ALTER TABLE enrichments ADD COLUMN waiting_for text CHECK (waiting_for IN ('hubspot_limit'));
