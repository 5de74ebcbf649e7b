-- A refusal that our own count does not explain made a portal's window smaller for ten minutes, however small that was: one
-- burst of somebody else could cost nine tenths of the limit for all that time, and a click that met it waited for seconds.
-- Now it takes half of the limit at most, and grows back by a quarter each minute: from a half in four minutes, from a tenth
-- in ten. Who really shares the limit brings the next refusal, which makes it smaller again.

ALTER TABLE hubspot_windows ADD COLUMN tight_since_ms bigint NOT NULL DEFAULT 0;

CREATE FUNCTION smartsync_tight_limit(tight_calls INTEGER, tight_since_ms BIGINT, now_ms BIGINT)
RETURNS INTEGER LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT floor(tight_calls * power(1.25, LEAST(20, floor((now_ms - tight_since_ms) / 60000.0))))::int
$$;

-- As before, by the limit as it has grown back.
CREATE OR REPLACE FUNCTION smartsync_take_calls(
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
  IF known.tight_until_ms > now_ms THEN
    limit_now := LEAST(limit_now, public.smartsync_tight_limit(known.tight_calls, known.tight_since_ms, now_ms));
  END IF;
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

-- HubSpot says that the limit is used up. When our own count does not explain it, somebody else uses the same limit: ours
-- becomes what we had used, between a half and three quarters of what it was, and at least a tenth of the whole. Several
-- answers of one window count once.
-- for_ms: how long at most. NULL: our count explains it.
CREATE OR REPLACE FUNCTION smartsync_tighten_calls(portal BIGINT, rate_bucket TEXT, call_limit INTEGER, window_ms INTEGER, for_ms BIGINT)
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
    limit_now := LEAST(full_limit, public.smartsync_tight_limit(known.tight_calls, known.tight_since_ms, now_ms));
    IF known.tight_since_ms > now_ms - span THEN RETURN limit_now; END IF;
  END IF;
  SELECT count(*) INTO mine FROM unnest(known.sent_ms) AS t WHERE t > now_ms - span AND t <= now_ms;
  IF mine >= limit_now * 0.9 THEN RETURN NULL; END IF;
  limit_now := GREATEST(1, (full_limit + 9) / 10, LEAST(limit_now * 3 / 4, GREATEST(limit_now / 2, mine)));
  UPDATE public.hubspot_windows w SET tight_calls = limit_now, tight_since_ms = now_ms,
    tight_until_ms = now_ms + LEAST(for_ms, 60000 * ceil(ln(full_limit::numeric / limit_now) / ln(1.25))::bigint)
  WHERE w.portal_id = portal AND w.bucket = rate_bucket;
  RETURN limit_now;
END
$$;

REVOKE ALL ON FUNCTION smartsync_tight_limit(INTEGER, BIGINT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_tight_limit(INTEGER, BIGINT, BIGINT) TO smartsync_app;
