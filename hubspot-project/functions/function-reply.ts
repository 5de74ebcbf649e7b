/** What the card gets from the function. */
export interface FunctionReply {
  readonly status: number;
  /** JSON as text, as the backend wrote it. */
  readonly body: string;
}

/** Refuses in the form of the backend's errors, which the card knows how to word. */
export function refuse(status: number, code: string, message: string): FunctionReply {
  return { status, body: JSON.stringify({ error: { code, message, requestId: 'function' } }) };
}
