import { draftDeal } from '../../domain/automation/draft-deal.ts';
import { proposeStages } from '../../domain/automation/propose-stages.ts';
import type { Crm } from '../../ports/crm.ts';
import {
  type AutomateDeps,
  type AutomationStep,
  held,
  keyOf,
  make,
  recordsOf,
  type StepOutcome,
  whyHeldAtOnce,
} from './automation-step.ts';
import { makeOnce } from './make-once.ts';

type Pipelines = Awaited<ReturnType<Crm['readDealPipelines']>>;

/** Makes one deal for the record where neither it nor its company has an open one. */
export async function automateDeal(deps: AutomateDeps, step: AutomationStep): Promise<StepOutcome> {
  return makeOnce(deps, step, 'deal', async () => {
    const reason = whyHeldAtOnce(step, 'deal');
    if (reason !== undefined) return held(reason);
    const pipelines = await deps.crm.readDealPipelines(step.run.session);
    const place = findPlace(step, pipelines);
    if (place.kind === 'held') return place;
    const openId = await findOpenDeal(deps, step, pipelines);
    if (openId !== undefined) return held(`there is an open deal already (${openId})`);
    if (!isFirstOfCompany(deps, step)) return held('another record of this company gets the deal in this bulk run');
    const { enrichment, subject, ownerId } = step;
    const { firstname = null, lastname = null } =
      subject.record.objectType === 'contacts' ? subject.record.properties : {};
    const draft = draftDeal({
      enrichment,
      key: keyOf(step, 'deal'),
      companyName: subject.identity.name ?? enrichment.match?.company?.name ?? null,
      firstName: firstname,
      lastName: lastname,
      pipelineId: place.pipelineId,
      stageId: place.stageId,
      ownerId,
    });
    return make(
      `"${draft.dealname}" in the stage ${place.label}, because the score is ${enrichment.score?.total}`,
      draft,
    );
  });
}

/** Records of one company that are enriched side by side all see no open deal; the first of them makes it. */
function isFirstOfCompany({ dealsUnderWay }: AutomateDeps, step: AutomationStep): boolean {
  const company = recordsOf(step).find(({ objectType }) => objectType === 'companies');
  if (dealsUnderWay === undefined || company === undefined) return true;
  const first = dealsUnderWay.get(company.id) ?? keyOf(step, 'deal');
  dealsUnderWay.set(company.id, first);
  return first === keyOf(step, 'deal');
}

/** The stage of our word in the chosen pipeline, as the portal has it now; without any mapping the proposed one. */
function findPlace({ run, enrichment }: AutomationStep, pipelines: Pipelines) {
  const { pipelineId, stages } = run.context.settings.automation.deal;
  const pipeline = pipelines.find(({ id }) => id === pipelineId);
  if (pipelineId === null) return held('no pipeline is chosen in settings');
  if (pipeline === undefined) return held(`the account has no deal pipeline ${pipelineId} any more`);
  const word = enrichment.dealStage;
  if (word === null) return held('no deal stage is suggested');
  const mapped: Readonly<Record<string, string | undefined>> =
    Object.keys(stages).length > 0 ? stages : proposeStages(pipeline.stages);
  const stage = pipeline.stages.find(({ id }) => id === mapped[word]);
  if (mapped[word] === undefined) return held(`no stage is mapped for "${word}"`);
  if (stage === undefined) return held(`the pipeline has no stage ${mapped[word]} any more`);
  return { kind: 'place' as const, pipelineId, stageId: stage.id, label: stage.label };
}

/** A stage that is neither won nor lost is open, and so is one that the pipelines do not know. */
async function findOpenDeal(
  deps: AutomateDeps,
  step: AutomationStep,
  pipelines: Pipelines,
): Promise<string | undefined> {
  const closed = new Set(
    pipelines.flatMap(({ stages }) =>
      stages.filter(({ probability }) => probability === 0 || probability === 1).map(({ id }) => id),
    ),
  );
  const deals = await deps.automationCrm.readDealsOf(step.run.session, recordsOf(step));
  return deals.find(({ properties }) => !closed.has(properties.dealstage ?? ''))?.id;
}
