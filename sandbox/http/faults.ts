import { z } from 'zod';

/** Faults that the next matching requests meet, in the order in which they were asked for. */
export const faultRequestSchema = z.object({
  match: z
    .object({
      method: z.string().optional(),
      /** A regular expression on the path. */
      pathPattern: z.string().optional(),
      portalId: z.number().optional(),
    })
    .default({}),
  times: z.number().int().positive().default(1),
  fault: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('status'),
      status: z.number().int(),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
    z.object({ kind: z.literal('delay'), ms: z.number().nonnegative() }),
    z.object({ kind: z.literal('reset-before') }),
    z.object({ kind: z.literal('reset-after-apply') }),
    z.object({ kind: z.literal('hang-before') }),
    z.object({ kind: z.literal('hang-after-apply') }),
    /** The request is carried out, the answer is no JSON. */
    z.object({ kind: z.literal('junk-after-apply'), text: z.string().default('<html>Bad gateway</html>') }),
  ]),
});

export type FaultRequest = z.infer<typeof faultRequestSchema>;
export type Fault = FaultRequest['fault'];

export interface Faults {
  add(request: FaultRequest): void;
  take(request: { method: string; path: string; portalId: number | undefined }): Fault | undefined;
  clear(): void;
  list(): readonly FaultRequest[];
}

/** Makes an empty list of faults. */
export function makeFaults(): Faults {
  let armed: { request: FaultRequest; left: number }[] = [];
  return {
    add: (request) => armed.push({ request, left: request.times }),
    take({ method, path, portalId }) {
      const hit = armed.find(({ request: { match } }) => {
        if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
        if (match.portalId !== undefined && match.portalId !== portalId) return false;
        return match.pathPattern === undefined || new RegExp(match.pathPattern).test(path);
      });
      if (hit === undefined) return undefined;
      hit.left -= 1;
      if (hit.left === 0) armed = armed.filter((fault) => fault !== hit);
      return hit.request.fault;
    },
    clear: () => {
      armed = [];
    },
    list: () => armed.map(({ request, left }) => ({ ...request, times: left })),
  };
}
