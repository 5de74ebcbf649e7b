import { parseErrorBody } from './error-body.ts';
import type { WireAnswer } from './send-to-hubspot.ts';

/** An admin who grants a scope connects again, which gives another token; a private app's scopes change under the same one. */
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 1_000;

type Answer = Extract<WireAnswer, { kind: 'answered' }>;

/** What is done to which type of object: scopes are given by that. */
export interface ScopedCall {
  readonly method: string;
  /** With `{names}`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** What HubSpot refused to a token for want of a scope. */
export interface MissingScopes {
  /** The answer that this token got for calls of this kind; undefined when it may be tried. */
  find(token: string, call: ScopedCall): Answer | undefined;
  /** Remembers the answer when it names missing scopes. */
  note(token: string, call: ScopedCall, answer: Answer): void;
}

/**
 * Remembers for ten minutes what a token may not do, so that HubSpot is not asked again and again: its certification
 * looks for repeated 403.
 */
export function makeMissingScopes(nowMs: () => number): MissingScopes {
  const refusals = new Map<string, { readonly answer: Answer; readonly untilMs: number }>();
  return {
    find(token, call) {
      const found = refusals.get(keyOf(token, call));
      return found !== undefined && found.untilMs > nowMs() ? found.answer : undefined;
    },
    note(token, call, answer) {
      if (answer.status !== 403 || parseErrorBody(answer.body)?.category !== 'MISSING_SCOPES') return;
      if (refusals.size >= MAX_REMEMBERED) refusals.clear();
      refusals.set(keyOf(token, call), { answer, untilMs: nowMs() + REMEMBERED_MS });
    },
  };
}

function keyOf(token: string, { method, path, params }: ScopedCall): string {
  const types = ['objectType', 'fromObjectType', 'toObjectType'].map((name) => params?.[name] ?? '');
  return [token, method, path, ...types].join(' ');
}
