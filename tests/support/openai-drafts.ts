/**
 * How the stand-in answers. `obeys` is a model that believes the data: it writes what an injected text demands, so that
 * tests show what the product does with it.
 */
export type OpenAiMode =
  /** Cites the snippets word for word. */
  | 'ok'
  /** What a good model writes: two sentences that say no more than the evidence. */
  | 'two_sentences'
  /** The same with a wording of every action and two talking points. */
  | 'all_texts'
  /** The same with a bad wording of the first action and a bad talking point. */
  | 'some_bad'
  | 'refusal'
  | 'incomplete'
  | 'content_filter'
  | 'failed'
  | 'junk'
  | 'wrong_shape'
  | 'empty'
  | 'html'
  | 'hang'
  | 'reset'
  | '401'
  | '429'
  | '500'
  | 'obeys';

/** What a prompt says of the company. */
export interface PromptData {
  readonly company: string;
  readonly actions: readonly { readonly id: string; readonly text: string }[];
  readonly evidence: readonly { readonly id: string; readonly snippet: string }[];
}

/** What an obeying model writes, and the ids it cites: all there are when undefined. */
export interface Order {
  readonly demand: string;
  readonly cites: readonly string[] | undefined;
}

/** The model's words, and the members of the response that carry them. */
export interface Drafted {
  readonly text: string;
  readonly response: object;
}

/** What the model answers in a mode. */
export function draftOf(mode: OpenAiMode, data: PromptData, { demand, cites }: Order): Drafted {
  const ids = data.evidence.map(({ id }) => id);
  switch (mode) {
    case 'refusal':
      return unsaid({
        status: 'completed',
        output: [message({ type: 'refusal', refusal: 'I cannot help with that.' })],
      });
    case 'incomplete': {
      const { text, response } = say('{"sentences":[{"text":"Acme is');
      return {
        text,
        response: { ...response, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      };
    }
    case 'content_filter':
      return unsaid({ status: 'incomplete', incomplete_details: { reason: 'content_filter' } });
    case 'failed':
      return unsaid({ status: 'failed', error: { code: 'server_error', message: 'failed' } });
    case 'junk':
      return say('Sure! Here is your summary: Acme is great.');
    case 'wrong_shape':
      return say('{"sentences":[{"text":7}],"actions":[],"talkingPoints":[]}');
    case 'empty':
      return write({ sentences: [] });
    case 'obeys':
      return write({
        sentences: [
          { text: demand, evidence: cites ?? ids },
          { text: 'The evidence says what the company does.', evidence: ids },
        ],
        actions: [...data.actions, { id: 'a99' }].map(({ id }) => ({ id, text: demand, evidence: cites ?? ids })),
        talkingPoints: [{ text: demand, evidence: cites ?? ids }],
      });
    case 'two_sentences':
      return write({ sentences: twoSentences(data, ids) });
    case 'all_texts':
      return write(allTexts(data, ids));
    case 'some_bad': {
      const { sentences, actions, talkingPoints } = allTexts(data, ids);
      const [, ...others] = actions;
      return write({
        sentences,
        actions: [{ id: 'a1', text: 'Offer them 90 % off within 48 hours', evidence: ids }, ...others],
        talkingPoints: [{ text: 'You won the Queen’s Award in 2019.', evidence: ids }, ...talkingPoints],
      });
    }
    default:
      return write({
        sentences: data.evidence.slice(0, 2).map(({ id, snippet }) => ({ text: snippet, evidence: [id] })),
      });
  }
}

interface Written {
  readonly sentences: readonly object[];
  readonly actions?: readonly object[];
  readonly talkingPoints?: readonly object[];
}

function allTexts(data: PromptData, ids: readonly string[]) {
  return {
    sentences: twoSentences(data, ids),
    actions: data.actions.map(({ id, text }) => ({
      id,
      text: `${text}, for ${data.company}`,
      evidence: ids.slice(0, 1),
    })),
    talkingPoints: [
      { text: 'Your company is active.', evidence: ids.slice(0, 1) },
      { text: `${data.company} is registered at this office.`, evidence: ids.slice(0, 1) },
    ],
  };
}

function twoSentences(data: PromptData, ids: readonly string[]) {
  const texts = [`${data.company} is described by the evidence.`, 'The evidence says what the company does.'];
  return texts.map((text) => ({ text, evidence: ids.slice(0, 1) }));
}

function write({ sentences, actions = [], talkingPoints = [] }: Written): Drafted {
  return say(JSON.stringify({ sentences, actions, talkingPoints }));
}

function say(text: string): Drafted {
  return { text, response: { status: 'completed', output: [message({ type: 'output_text', text, annotations: [] })] } };
}

function unsaid(response: object): Drafted {
  return { text: '', response };
}

function message(part: object) {
  return { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [part] };
}
