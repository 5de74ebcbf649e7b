-- What each company scored when: one row a record, day and different result. Written by the statement that finishes a
-- run, through a trigger, so that no run waits for it; erased with its run, so that retention and erasure reach it.
CREATE TABLE "score_history" (
  "organization_id" UUID NOT NULL,
  "company_number" TEXT NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "as_of" DATE NOT NULL,
  "result_hash" TEXT NOT NULL,
  -- NULL: too little was known for a score.
  "total" INTEGER,
  "coverage" DOUBLE PRECISION NOT NULL,
  "model" TEXT NOT NULL,
  -- {"financial": 84, "growth": null, "engagement": null, "fit": 100}
  "parts" JSONB NOT NULL,
  "input_hash" TEXT,
  -- The latest run of that day with this result.
  "enrichment_id" UUID NOT NULL,
  "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "score_history_pkey" PRIMARY KEY ("organization_id", "object_type", "object_id", "as_of", "company_number", "result_hash"),
  CONSTRAINT "score_history_organization_id_enrichment_id_fkey" FOREIGN KEY ("organization_id", "enrichment_id")
    REFERENCES "enrichments" ("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "idx_score_history_company" ON "score_history" ("organization_id", "company_number", "as_of" DESC);
CREATE INDEX "idx_score_history_enrichment" ON "score_history" ("organization_id", "enrichment_id");

ALTER TABLE "score_history" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "score_history" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "score_history"
  USING (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid)
  WITH CHECK (organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON "score_history" TO smartsync_app;

-- Runs with the rights of whoever finishes the run, so that the policy above decides here too.
CREATE FUNCTION smartsync_remember_score() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  score JSONB := NEW.result -> 'score';
  company TEXT := NEW.result #>> '{match,company,companyNumber}';
  parts JSONB;
BEGIN
  IF company IS NULL OR jsonb_typeof(score) IS DISTINCT FROM 'object' THEN
    RETURN NULL;
  END IF;
  parts := jsonb_build_object(
    'financial', score #> '{parts,financial,value}', 'growth', score #> '{parts,growth,value}',
    'engagement', score #> '{parts,engagement,value}', 'fit', score #> '{parts,fit,value}');
  INSERT INTO public.score_history (organization_id, company_number, object_type, object_id, as_of, result_hash,
    total, coverage, model, parts, input_hash, enrichment_id)
  VALUES (NEW.organization_id, company, NEW.object_type, NEW.object_id,
    COALESCE((score ->> 'asOf')::date, (NEW.created_at AT TIME ZONE 'utc')::date),
    md5(concat_ws('|', score -> 'total', score -> 'coverage', score ->> 'model', parts)),
    (score ->> 'total')::integer, (score ->> 'coverage')::double precision, score ->> 'model', parts,
    score ->> 'inputHash', NEW.id)
  ON CONFLICT ON CONSTRAINT score_history_pkey DO UPDATE SET
    input_hash = EXCLUDED.input_hash, enrichment_id = EXCLUDED.enrichment_id, recorded_at = EXCLUDED.recorded_at;
  RETURN NULL;
END
$$;

CREATE TRIGGER remember_score AFTER UPDATE OF status ON "enrichments" FOR EACH ROW
  WHEN (OLD.status = 'running' AND NEW.status IN ('completed', 'insufficient_data'))
  EXECUTE FUNCTION smartsync_remember_score();
