-- The undo of a bulk run waits for what passes by itself, as the run does, and says why it waits or could not finish.
ALTER TABLE "bulk_runs" ADD COLUMN "undo_reason" TEXT;
ALTER TABLE "bulk_runs" DROP CONSTRAINT "bulk_runs_undo_check";
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_undo_check" CHECK ("undo_status" IN ('running', 'paused', 'completed', 'failed'));

-- As before, and an undo that waits ends as well and says why.
CREATE OR REPLACE FUNCTION smartsync_end_given_up_run() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  ended public.bulk_runs;
  why TEXT := 'It was given up after ' || NEW.attempts || ' attempts. ' || NEW.error_message;
BEGIN
  UPDATE public.bulk_runs b SET undo_status = 'failed', undo_reason = why || ' Undo the run again to try again.'
  WHERE b.organization_id = NEW.organization_id AND b.id::text = NEW.payload ->> 'bulkId' AND b.undo_status IN ('running', 'paused');
  UPDATE public.bulk_runs b SET status = 'failed', completed_at = now(), lease_owner = NULL, lease_expires_at = NULL,
    status_reason = why || ' Resume the run to try again.'
  WHERE b.organization_id = NEW.organization_id AND b.id::text = NEW.payload ->> 'bulkId' AND b.status IN ('queued', 'running', 'paused')
  RETURNING b.* INTO ended;
  IF ended.id IS NOT NULL THEN
    INSERT INTO public.crm_sync_logs (organization_id, integration_id, kind, sync_type, operation, status, object_type, requested_by, message)
    SELECT ended.organization_id, (SELECT i.id FROM public.crm_integrations i WHERE i.organization_id = ended.organization_id
        ORDER BY i.installed_at DESC LIMIT 1), 'bulk',
      CASE ended.object_type WHEN 'contacts' THEN 'contact' WHEN 'companies' THEN 'company' ELSE 'deal' END, 'bulk_fail', 'failed',
      ended.object_type, ended.requested_by, 'Bulk run ended early: ' || ended.status_reason;
  END IF;
  RETURN NULL;
END
$$;
