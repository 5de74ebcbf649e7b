-- When calls to HubSpot were sent, or may be sent, by all processes together: one row a portal and rate bucket. Holds
-- nothing of a tenant but its portal's id; what is lost with the server is lost for ten seconds.
CREATE UNLOGGED TABLE hubspot_windows (
  portal_id bigint NOT NULL,
  bucket text NOT NULL,
  -- Unix milliseconds of the database's clock, in order.
  sent_ms bigint[] NOT NULL DEFAULT '{}',
  interactive_ms bigint NOT NULL DEFAULT 0,
  paused_until_ms bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (portal_id, bucket)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON hubspot_windows TO smartsync_app;

-- Gives out times at which calls may be sent, so that no window of `window_ms` ever holds more than the limit. While
-- somebody interactive calls, the others leave `reserve` of it free. Times beyond `horizon_ms` are not given out: `next_ms`
-- says when to ask again.
CREATE FUNCTION smartsync_take_calls(
  portal BIGINT, rate_bucket TEXT, wanted INTEGER, is_interactive BOOLEAN, call_limit INTEGER, reserve INTEGER, window_ms INTEGER,
  horizon_ms INTEGER, OUT waits_ms INTEGER[], OUT next_ms INTEGER, OUT used INTEGER
) LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  now_ms BIGINT;
  times BIGINT[];
  last_interactive BIGINT;
  paused BIGINT;
  may INTEGER;
  slot BIGINT;
  count INTEGER;
BEGIN
  INSERT INTO public.hubspot_windows (portal_id, bucket) VALUES (portal, rate_bucket) ON CONFLICT DO NOTHING;
  SELECT w.sent_ms, w.interactive_ms, w.paused_until_ms INTO times, last_interactive, paused
  FROM public.hubspot_windows w WHERE w.portal_id = portal AND w.bucket = rate_bucket FOR UPDATE;
  now_ms := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  SELECT COALESCE(array_agg(t ORDER BY t), '{}') INTO times FROM unnest(times) AS t WHERE t > now_ms - window_ms;
  used := cardinality(times);
  waits_ms := '{}';
  next_ms := 0;
  may := CASE
    WHEN is_interactive THEN call_limit
    WHEN last_interactive > now_ms - window_ms THEN call_limit - reserve
    ELSE call_limit - LEAST(2, reserve)
  END;
  FOR i IN 1..wanted LOOP
    count := cardinality(times);
    slot := CASE WHEN count < may THEN now_ms ELSE GREATEST(now_ms, times[count - may + 1] + window_ms) END;
    slot := GREATEST(slot, paused);
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

-- Nothing of this portal and bucket is given out for a while, whichever process asks.
CREATE FUNCTION smartsync_hold_calls(portal BIGINT, rate_bucket TEXT, for_ms BIGINT)
RETURNS VOID LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.hubspot_windows AS w (portal_id, bucket, paused_until_ms)
  VALUES (portal, rate_bucket, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + for_ms)
  ON CONFLICT (portal_id, bucket) DO UPDATE SET paused_until_ms = GREATEST(w.paused_until_ms, EXCLUDED.paused_until_ms)
$$;

REVOKE ALL ON FUNCTION smartsync_take_calls(BIGINT, TEXT, INTEGER, BOOLEAN, INTEGER, INTEGER, INTEGER, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_hold_calls(BIGINT, TEXT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_take_calls(BIGINT, TEXT, INTEGER, BOOLEAN, INTEGER, INTEGER, INTEGER, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_hold_calls(BIGINT, TEXT, BIGINT) TO smartsync_app;
