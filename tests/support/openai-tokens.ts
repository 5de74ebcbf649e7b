import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { OpenAiRequest } from './openai-stand-in.ts';

/** Below this OpenAI caches nothing. */
const LEAST_CACHED_TOKENS = 1_024;

/** Counts tokens as OpenAI's models of 2024 and later do, and what an explicit cache breakpoint saves. */
export interface TokenMeter {
  /** The `usage` of an answer. */
  measure(request: OpenAiRequest, answer: string): object;
  /** All tokens measured so far. */
  told(): number;
}

/** Makes a meter whose cache is empty. */
export function makeTokenMeter(): TokenMeter {
  const cached = new Set<string>();
  let total = 0;
  return {
    measure(request, answer) {
      const [developer, user] = request.input.map(({ content: [part] }) => part);
      const schema = encode(JSON.stringify(request.text.format)).length;
      const prefix = encode(developer?.text ?? '').length + schema;
      const input = prefix + encode(user?.text ?? '').length;
      const isMarked = request.prompt_cache_options?.mode === 'explicit' && developer?.prompt_cache_breakpoint;
      const key = `${request.model} ${request.prompt_cache_key} ${developer?.text}`;
      const isCacheable = Boolean(isMarked) && prefix >= LEAST_CACHED_TOKENS;
      const isHit = isCacheable && cached.has(key);
      if (isCacheable) cached.add(key);
      const output = encode(answer).length;
      total += input + output;
      return {
        input_tokens: input,
        input_tokens_details: {
          cached_tokens: isHit ? prefix : 0,
          cache_write_tokens: isCacheable && !isHit ? prefix : 0,
        },
        output_tokens: output,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: input + output,
      };
    },
    told: () => total,
  };
}
