-- One refusal that our own count did not explain took nine tenths of a limit away when we had hardly used it: a click that met
-- one burst of somebody else waited for seconds, and the next ones with it. Now each such refusal takes a half at most; who
-- really shares the limit brings the next one.

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
