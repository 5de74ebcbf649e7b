-- What HubSpot sends by itself: webhooks and executions of workflow actions; what was erased; how far a sync has come.

-- 1. The tables ----------------------------------------------------------------------------------------------------

-- What one webhook request said of one portal, until a worker has taken it: ids, names of properties and instants. The
-- values are not kept, since the record is read again.
CREATE TABLE "webhook_deliveries" (
  "organization_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "events" JSONB NOT NULL,
  "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("organization_id", "id")
);
CREATE INDEX "idx_webhook_deliveries_received" ON "webhook_deliveries" ("organization_id", "received_at");

-- The newest that events told of a record; an event that is older says nothing new.
CREATE TABLE "crm_record_events" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  -- HubSpot's clock: of the newest creation or change of a property, and of the newest deletion, restoration or merge.
  "changed_at" TIMESTAMPTZ(6),
  "lifecycle_at" TIMESTAMPTZ(6),
  -- The record is in HubSpot's recycle bin or was merged away.
  "is_gone" BOOLEAN NOT NULL DEFAULT false,
  -- When events started work for it, at most the last three (our clock): what the loop breaker looks at.
  "started_at" TIMESTAMPTZ(6)[] NOT NULL DEFAULT ARRAY[]::TIMESTAMPTZ(6)[],
  "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "crm_record_events_pkey" PRIMARY KEY ("organization_id", "object_type", "object_id")
);
CREATE INDEX "idx_crm_record_events_updated" ON "crm_record_events" ("organization_id", "updated_at");

-- Records whose person is forgotten: an id without anything else, so that a late event brings nothing back.
CREATE TABLE "erased_records" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "erased_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "erased_records_pkey" PRIMARY KEY ("organization_id", "object_type", "object_id")
);

-- One row a callbackId: what was answered, or that HubSpot waits for us to say.
CREATE TABLE "workflow_executions" (
  "organization_id" UUID NOT NULL,
  "callback_id" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'received',
  "enrichment_id" UUID,
  "outputs" JSONB,
  "expires_at" TIMESTAMPTZ(6),
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "ended_at" TIMESTAMPTZ(6),
  CONSTRAINT "workflow_executions_pkey" PRIMARY KEY ("organization_id", "callback_id"),
  CONSTRAINT "workflow_executions_action_check" CHECK ("action" IN ('enrich', 'score')),
  CONSTRAINT "workflow_executions_state_check" CHECK ("state" IN ('received', 'answered', 'waiting', 'completed', 'expired')),
  CONSTRAINT "workflow_executions_waiting_check" CHECK ("state" <> 'waiting' OR ("enrichment_id" IS NOT NULL AND "expires_at" IS NOT NULL))
);
CREATE INDEX "idx_workflow_executions_created" ON "workflow_executions" ("organization_id", "created_at");
CREATE INDEX "idx_workflow_executions_waiting" ON "workflow_executions" ("organization_id", "enrichment_id") WHERE "state" = 'waiting';

-- Up to which change of each object type a portal was synchronised. HubSpot's clock.
CREATE TABLE "sync_cursors" (
  "organization_id" UUID NOT NULL,
  "object_type" TEXT NOT NULL,
  "synced_to" TIMESTAMPTZ(6) NOT NULL,
  CONSTRAINT "sync_cursors_pkey" PRIMARY KEY ("organization_id", "object_type")
);

DO $$
DECLARE
  tenant_table TEXT;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['webhook_deliveries', 'crm_record_events', 'erased_records', 'workflow_executions', 'sync_cursors'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)'
      ' WITH CHECK (organization_id = NULLIF(current_setting(''app.organization_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "webhook_deliveries", "crm_record_events", "erased_records", "workflow_executions", "sync_cursors" TO smartsync_app;
-- What is erased goes from the logs of changes as well, with everything else of an account that is gone.
GRANT DELETE ON "portal_directory" TO smartsync_app;

-- 2. Doors to the queue --------------------------------------------------------------------------------------------

-- Drops a job of the tenant of this transaction.
CREATE FUNCTION smartsync_drop_job(job_key TEXT) RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM graphile_worker.remove_job(current_setting('app.organization_id') || ':' || job_key);
END
$$;

-- Adds a job unless one waits under its key and is due no later: adding costs more than looking.
CREATE FUNCTION smartsync_wake(task TEXT, job_key TEXT, due TIMESTAMPTZ, priority INTEGER)
RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant TEXT := current_setting('app.organization_id', true);
BEGIN
  IF NOT EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = tenant || ':' || job_key AND j.locked_at IS NULL AND j.run_at <= due) THEN
    PERFORM public.smartsync_enqueue(task, jsonb_build_object('organizationId', tenant), job_key, due, priority);
  END IF;
END
$$;

-- Keeps what one webhook request said, by portal, and sees to it that a worker takes it: one statement a request. It runs
-- before a tenant is known, so it enters each portal's tenant itself and leaves it again; what it writes goes through the
-- policies like everything else.
--
-- deliveries: [{"portalId": 1, "events": [...]}]; answers how many events were for portals that are not connected.
CREATE FUNCTION smartsync_receive_webhooks(task TEXT, deliveries JSONB, priority INTEGER)
RETURNS INTEGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  delivery RECORD;
  tenant UUID;
  dropped INTEGER := 0;
  -- One job for all requests of a quarter of a second. It runs after it, so it sees them; a request that commits too late
  -- for it is seen by the job of the next one, which each leaves behind.
  due TIMESTAMPTZ := date_bin('250 milliseconds', clock_timestamp(), TIMESTAMPTZ 'epoch') + INTERVAL '500 milliseconds';
BEGIN
  FOR delivery IN SELECT (d ->> 'portalId')::bigint AS portal, d -> 'events' AS events FROM jsonb_array_elements(deliveries) d LOOP
    SELECT p.organization_id INTO tenant FROM public.portal_directory p WHERE p.portal_id = delivery.portal;
    PERFORM set_config('app.organization_id', COALESCE(tenant::text, ''), true);
    IF tenant IS NULL OR NOT EXISTS (SELECT FROM public.crm_integrations i WHERE i.portal_id = delivery.portal AND i.is_active) THEN
      dropped := dropped + jsonb_array_length(delivery.events);
    ELSE
      INSERT INTO public.webhook_deliveries (organization_id, events) VALUES (tenant, delivery.events);
      PERFORM public.smartsync_wake(task, 'webhooks:' || (extract(epoch FROM due) * 1000)::bigint, due, priority);
    END IF;
  END LOOP;
  PERFORM set_config('app.organization_id', '', true);
  RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION smartsync_drop_job(TEXT) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_wake(TEXT, TEXT, TIMESTAMPTZ, INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_receive_webhooks(TEXT, JSONB, INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION smartsync_drop_job(TEXT) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_wake(TEXT, TEXT, TIMESTAMPTZ, INTEGER) TO smartsync_app;
GRANT EXECUTE ON FUNCTION smartsync_receive_webhooks(TEXT, JSONB, INTEGER) TO smartsync_app;

-- 3. Schedules that follow settings and connection -----------------------------------------------------------------

-- Saving settings or connecting decides in the same commit when the portal is synchronised next: nothing polls portals
-- that have nothing to do. Each run of a job leaves the next one behind.

-- `realtime` is looked at hourly as well: what webhooks missed while we were away is found by its date of change.
CREATE FUNCTION smartsync_schedule_sync() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  wanted TEXT := COALESCE(NEW.settings #>> '{sync,frequency}', 'manual');
  before TEXT := CASE WHEN TG_OP = 'UPDATE' THEN COALESCE(OLD.settings #>> '{sync,frequency}', 'manual') ELSE 'manual' END;
BEGIN
  IF wanted = before THEN
    RETURN NULL;
  ELSIF wanted = 'manual' THEN
    PERFORM public.smartsync_drop_job('sync-changes');
    DELETE FROM public.sync_cursors c WHERE c.organization_id = NEW.organization_id;
  ELSE
    -- What happened while the portal was on manual stays as it is.
    INSERT INTO public.sync_cursors (organization_id, object_type, synced_to)
    SELECT NEW.organization_id, t, now() FROM unnest(ARRAY['contacts', 'companies', 'deals']) t ON CONFLICT DO NOTHING;
    PERFORM public.smartsync_enqueue('sync_changes', jsonb_build_object('organizationId', NEW.organization_id), 'sync-changes',
      now() + CASE wanted WHEN 'daily' THEN INTERVAL '1 day' ELSE INTERVAL '1 hour' END, 30);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER schedule_sync AFTER INSERT OR UPDATE ON "portal_settings" FOR EACH ROW EXECUTE FUNCTION smartsync_schedule_sync();

-- A connected portal is asked daily whether it still is; what we know of one that left is erased after 30 days.
CREATE FUNCTION smartsync_follow_connection() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  job JSONB := jsonb_build_object('organizationId', NEW.organization_id);
  frequency TEXT;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.is_active = OLD.is_active THEN
    RETURN NULL;
  ELSIF NEW.is_active THEN
    PERFORM public.smartsync_drop_job('erase-portal');
    PERFORM public.smartsync_enqueue('check_connection', job, 'check-connection', now() + INTERVAL '1 day', 30);
    SELECT s.settings #>> '{sync,frequency}' INTO frequency FROM public.portal_settings s WHERE s.organization_id = NEW.organization_id;
    -- What changed while it was disconnected is found soon.
    IF COALESCE(frequency, 'manual') <> 'manual' THEN
      PERFORM public.smartsync_enqueue('sync_changes', job, 'sync-changes', now() + INTERVAL '1 minute', 30);
    END IF;
  ELSE
    PERFORM public.smartsync_drop_job('check-connection');
    PERFORM public.smartsync_drop_job('sync-changes');
    PERFORM public.smartsync_enqueue('erase_portal', job, 'erase-portal', now() + INTERVAL '30 days', 30);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER follow_connection AFTER INSERT OR UPDATE ON "crm_integrations" FOR EACH ROW EXECUTE FUNCTION smartsync_follow_connection();
REVOKE ALL ON FUNCTION smartsync_schedule_sync() FROM PUBLIC;
REVOKE ALL ON FUNCTION smartsync_follow_connection() FROM PUBLIC;
