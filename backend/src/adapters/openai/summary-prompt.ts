import { zodTextFormat } from 'openai/helpers/zod';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { z } from 'zod';
import type { ModelDraft } from '../../domain/enrichment/model-draft.ts';
import { stripContactDetails } from '../../lib/strip-contact-details.ts';
import type { SummaryRequest } from '../../ports/summary-writer.ts';
import { INSTRUCTIONS, PROMPT_VERSION } from './instructions.ts';

const sentence = z.object({ text: z.string(), evidence: z.array(z.string()) });

/** What the model must answer. */
export const draftSchema = z.object({
  sentences: z.array(sentence),
  actions: z.array(sentence.extend({ id: z.string() })),
  talkingPoints: z.array(sentence),
}) satisfies z.ZodType<ModelDraft>;

/** The schema as JSON Schema; it is the same for every call, and making it takes longer than the rest of a request. */
const ANSWER_FORMAT = zodTextFormat(draftSchema, 'company_texts');

// A full answer as JSON is about 500 tokens; the rest is room for a model that thinks first.
const MAX_OUTPUT_TOKENS = 1_600;
// Evidence beyond this adds cost and no better text.
const MAX_EVIDENCE = 20;
/** English JSON has about four bytes a token; no text that we send has fewer than three. */
const BYTES_PER_TOKEN = 3;

/** What a request says apart from who may stop it. */
export type SummaryInput = Omit<SummaryRequest, 'signal'>;

/**
 * Builds the request: static instructions first, the evidence as fenced data without contact details behind them.
 *
 * GPT-5.6 and later bill a cache write for the end of every prompt unless the mode is `explicit`, and then match a prefix
 * at a marked breakpoint only. So the breakpoint stands where the static part ends: written once in half an hour, read by
 * every call in between. Older models cache by themselves and know neither option.
 */
export function buildSummaryRequest(model: string, request: SummaryInput): ResponseCreateParamsNonStreaming {
  const isExplicit = hasExplicitCaching(model);
  return {
    model,
    input: [
      {
        role: 'developer',
        content: [
          {
            type: 'input_text',
            text: INSTRUCTIONS,
            ...(isExplicit ? { prompt_cache_breakpoint: { mode: 'explicit' } } : {}),
          },
        ],
      },
      { role: 'user', content: [{ type: 'input_text', text: `<data>\n${printData(request)}\n</data>` }] },
    ],
    text: { format: ANSWER_FORMAT },
    max_output_tokens: MAX_OUTPUT_TOKENS,
    prompt_cache_key: `oppspot-${PROMPT_VERSION}`,
    ...(isExplicit ? { prompt_cache_options: { mode: 'explicit' } } : {}),
    store: false,
  };
}

/** Tokens that one call takes at most: the whole request and the longest answer. */
export function estimateTokens(model: string, request: SummaryInput): number {
  const bytes = Buffer.byteLength(JSON.stringify(buildSummaryRequest(model, request)));
  return Math.ceil(bytes / BYTES_PER_TOKEN) + MAX_OUTPUT_TOKENS;
}

/** Escapes `<`, so that no evidence can close the fence. */
function printData({ companyName, evidence, actions, icpWords, problems }: SummaryInput): string {
  const data = {
    company: stripContactDetails(companyName),
    words: icpWords.map(stripContactDetails),
    problems: problems.map(stripContactDetails),
    actions: actions.map((text, index) => ({ id: `a${index + 1}`, text: stripContactDetails(text) })),
    evidence: evidence.slice(0, MAX_EVIDENCE).map(({ id, source, title, snippet }) => {
      return { id, source, title: stripContactDetails(title), snippet: stripContactDetails(snippet) };
    }),
  };
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** Models before GPT-5.6 do not know the option. */
function hasExplicitCaching(model: string): boolean {
  const [, major = '0', minor = '0'] = /^gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? [];
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 6);
}
