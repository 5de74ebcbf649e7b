-- Which record a merged one went into: who is forgotten is forgotten with everything that was merged into them.
ALTER TABLE "crm_record_events" ADD COLUMN "merged_into" TEXT;
CREATE INDEX "idx_crm_record_events_merged" ON "crm_record_events" ("organization_id", "object_type", "merged_into") WHERE "merged_into" IS NOT NULL;
