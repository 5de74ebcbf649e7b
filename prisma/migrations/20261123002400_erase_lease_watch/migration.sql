-- An organisation that is erased leaves no row behind, not even for the seconds until its last leases would be looked at.
-- The owner of the queue still sees all of them.
ALTER TABLE lease_watch ENABLE ROW LEVEL SECURITY;
CREATE POLICY lease_watch_own ON lease_watch FOR ALL TO smartsync_app
  USING (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid)
  WITH CHECK (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid);
GRANT SELECT, DELETE ON lease_watch TO smartsync_app;
