/** Why a call did not do what was asked, in words for the person. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  /** Message by dotted field name. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(input: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly requestId?: string;
    readonly fields?: readonly { readonly field: string; readonly message: string }[];
  }) {
    super(input.message);
    this.name = 'ApiProblem';
    this.status = input.status;
    this.code = input.code;
    this.requestId = input.requestId ?? null;
    this.fields = Object.fromEntries((input.fields ?? []).map(({ field, message }) => [field, message]));
  }
}

/** What to show of anything that was thrown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const message = 'The answer could not be read. Reload the page; if it stays, tell whoever runs your oppSpot server.';
  return new ApiProblem({ status: 0, code: 'unreadable', message });
}
