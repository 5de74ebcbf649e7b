-- The reserve for interactive calls was kept for a whole window after the last of them, ten seconds. Starting a bulk run asks
-- HubSpot for the size of a list, which is such a call, so that each run had 90 of the 110 calls of its first ten seconds. Now
-- the reserve is given back after two seconds without an interactive call: longer than the calls of one click are apart. As
-- before but for that.
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
  spacing INTEGER;
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
    WHEN known.interactive_ms > now_ms - LEAST(span, 2000) THEN limit_now - kept
    ELSE limit_now - LEAST(1, kept)
  END);
  -- In a window of a second there is nothing to spread.
  spacing := CASE WHEN is_interactive OR span < 5000 THEN 0 ELSE span * 4 / (may * 5) END;
  FOR i IN 1..wanted LOOP
    count := cardinality(times);
    slot := CASE WHEN count < may THEN now_ms ELSE GREATEST(now_ms, times[count - may + 1] + span) END;
    -- Times that background calls have ahead do not keep a person waiting, as long as no window is overfull for it.
    IF is_interactive AND slot > now_ms AND NOT EXISTS (
      SELECT FROM unnest(times || now_ms) AS t WHERE t >= now_ms
        AND (SELECT pg_catalog.count(*) FROM unnest(times) AS u WHERE u > t - span AND u <= t) >= limit_now
    ) THEN
      slot := now_ms;
    END IF;
    IF spacing > 0 AND count >= may / 2 THEN slot := GREATEST(slot, times[count] + spacing); END IF;
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
