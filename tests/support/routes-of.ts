import type { Router } from 'express';

/** The parts of a router's stack that name its routes; express exports no type for them. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Every route of a router and of the routers in it, e.g. `POST /connections`; fallbacks without a path are none. */
export function routesOf(router: Router): readonly string[] {
  return (router.stack as unknown as readonly Layer[]).flatMap(routesOfLayer);
}

function routesOfLayer({ route, handle }: Layer): readonly string[] {
  if (route) return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`);
  return (handle?.stack ?? []).flatMap(routesOfLayer);
}
