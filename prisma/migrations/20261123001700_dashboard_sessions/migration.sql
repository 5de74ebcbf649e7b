-- Who is signed in to the web dashboard.

-- `session_hash`: SHA-256 of the value in the cookie; who reads the table can take nobody's place. `user_id` is HubSpot's
-- id of the user, or the `sub` of the token that the person signed in with.
CREATE TABLE "dashboard_sessions" (
  "session_hash" TEXT NOT NULL,
  "organization_id" UUID NOT NULL,
  "user_id" TEXT NOT NULL,
  "role" TEXT,
  "signed_in_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT "dashboard_sessions_pkey" PRIMARY KEY ("session_hash"),
  CONSTRAINT "dashboard_sessions_hash_check" CHECK (length("session_hash") >= 36),
  CONSTRAINT "dashboard_sessions_signed_in_by_check" CHECK ("signed_in_by" <> '')
);
CREATE INDEX "idx_dashboard_sessions_organization" ON "dashboard_sessions" ("organization_id", "expires_at");

-- A session is looked up before its organisation is known: who brings its hash sees that one row. Rows are made, kept
-- alive and removed under their organisation alone.
ALTER TABLE "dashboard_sessions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dashboard_sessions" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "dashboard_sessions"
  USING (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid
    OR session_hash = NULLIF(current_setting('app.session_hash', true), ''))
  WITH CHECK (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON "dashboard_sessions" TO smartsync_app;
