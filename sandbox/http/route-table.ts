import type { ApiRoute } from './api-route.ts';

/** Finds the route of a request; fixed segments win over parameters. */
export interface RouteMatch {
  readonly route: ApiRoute;
  readonly params: ReadonlyMap<string, string>;
}

export type FindRoute = (method: string, path: string) => RouteMatch | 'wrong-method' | undefined;

/** Compiles routes once, the most literal first. */
export function makeRouteTable(routes: readonly ApiRoute[]): FindRoute {
  const compiled = routes
    .map((route) => ({ route, segments: route.path.split('/') }))
    .sort((a, b) => countParams(a.segments) - countParams(b.segments));
  return (method, path) => {
    const segments = path.split('/');
    let isKnownPath = false;
    for (const candidate of compiled) {
      const params = matchSegments(candidate.segments, segments);
      if (params === undefined) continue;
      isKnownPath = true;
      if (candidate.route.method === method) return { route: candidate.route, params };
    }
    return isKnownPath ? 'wrong-method' : undefined;
  };
}

function countParams(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith(':')).length;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':') && segment !== '') params.set(part.slice(1), decodeURIComponent(segment));
    else if (part !== segment) return undefined;
  }
  return params;
}
