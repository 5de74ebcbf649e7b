/** One request to HubSpot's API with the sandbox's answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}
