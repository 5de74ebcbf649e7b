-- Numbers of the companies that a number or a normalised name means: the number itself, the equal name, an equal previous
-- name, and names that go on after it ("ABC" and "ABC UK"; the sign after the space is "!").
--
-- A function for its settings: left to itself the planner makes a plan anew for each name, which takes three times as long as
-- the look-up; and the plan for any name must never be a walk through the whole register.
CREATE FUNCTION smartsync_equal_companies(number TEXT, key TEXT)
RETURNS SETOF TEXT LANGUAGE plpgsql STABLE ROWS 3
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT c.company_number FROM register_companies c WHERE c.company_number = $1
    UNION (SELECT c.company_number FROM register_companies c WHERE c.name_key = $2 AND $2 <> '' LIMIT 50)
    UNION (SELECT c.company_number FROM register_companies c
           WHERE c.previous_keys @> ARRAY[$2] AND c.previous_keys <> '{}' AND $2 <> '' LIMIT 50)
    UNION (SELECT c.company_number FROM register_companies c
           WHERE c.name_key > $2 || ' ' AND c.name_key < $2 || '!' AND $2 <> '' ORDER BY c.name_key LIMIT 20);
END
$$;
REVOKE ALL ON FUNCTION smartsync_equal_companies(TEXT, TEXT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_equal_companies(TEXT, TEXT) TO smartsync_app;
