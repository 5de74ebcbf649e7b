// Who may import whom. Every rule says why, so that the error message teaches.
const B = '^backend/src';
const { pure } = require('./backend/src/domain/allowed-packages.json');
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
module.exports = {
  forbidden: [
    rule('no-cycles', 'Two files in a cycle are one module in two pieces.', {}, { circular: true }),
    rule(
      'domain-is-pure',
      'domain: domain, lib and the pure packages of allowed-packages.json. No node:, no port.',
      { path: `${B}/domain/` },
      { pathNot: `${B}/(domain|lib)/|node_modules/(${pure.join('|')})/` },
    ),
    rule(
      'ports-speak-domain',
      'A port is an interface in domain words.',
      { path: `${B}/ports/` },
      { pathNot: `${B}/(domain|ports)/` },
    ),
    rule(
      'use-cases-see-ports',
      'A use case orchestrates domain through ports; no vendor, no HTTP.',
      { path: `${B}/use-cases/` },
      { pathNot: `${B}/(domain|ports|use-cases|lib)/` },
    ),
    rule(
      'edges-never-reach-adapters',
      'http and jobs translate and call use cases; wiring is composition.ts.',
      { path: `${B}/(http|jobs)/` },
      { path: `${B}/(adapters|composition|main|config)` },
    ),
    rule(
      'edges-stay-apart',
      'http and jobs do not know each other.',
      { path: `${B}/(http|jobs)/` },
      { path: `${B}/(http|jobs)/`, pathNot: `${B}/$1/` },
    ),
    rule(
      'adapters-are-islands',
      'An adapter knows its port, the domain and its one vendor.',
      { path: `${B}/adapters/([^/]+)/` },
      { path: `${B}/(use-cases|http|jobs|composition|main|config|adapters)`, pathNot: `${B}/adapters/$1/` },
    ),
    rule(
      'leaves',
      'lib and config import nothing of ours.',
      { path: `${B}/(lib/|config\\.ts$)` },
      { path: `${B}/`, pathNot: `${B}/(lib/|config/)` },
    ),
    rule(
      'only-mains-compose',
      'composition.ts is imported by the entry points alone.',
      { path: `${B}/`, pathNot: `${B}/main` },
      { path: `${B}/composition\\.ts$` },
    ),
    rule(
      'one-vendor-openai',
      'openai lives in adapters/openai.',
      { path: `${B}/`, pathNot: `${B}/adapters/openai/` },
      { path: 'node_modules/openai/' },
    ),
    rule(
      'one-vendor-website',
      'What fetches and reads pages of strangers lives in adapters/website, behind its guard.',
      { path: `${B}/`, pathNot: `${B}/adapters/website/` },
      { path: 'node_modules/(undici|htmlparser2|robots-parser|ipaddr\\.js)/' },
    ),
    rule(
      'one-vendor-hubspot',
      'the HubSpot SDK lives in adapters/hubspot.',
      { path: `${B}/`, pathNot: `${B}/adapters/hubspot/` },
      { path: 'node_modules/@hubspot' },
    ),
    rule(
      'one-vendor-prisma',
      'Prisma, its generated client and pg live in adapters/postgres (and the register, its own bulk loader).',
      { path: `${B}/`, pathNot: `${B}/adapters/(postgres|register)/` },
      { path: `(node_modules/(@prisma|prisma|pg|pg-copy-streams)/|adapters/postgres/generated)` },
    ),
    rule(
      'one-vendor-express',
      'express lives in http.',
      { path: `${B}/`, pathNot: `${B}/(http/|main)` },
      { path: 'node_modules/express/' },
    ),
    rule(
      'one-vendor-queue',
      'The queue engine lives in adapters/postgres (enqueue) and jobs (work).',
      { path: `${B}/`, pathNot: `${B}/(adapters/postgres|jobs)/` },
      { path: 'node_modules/graphile-worker/' },
    ),
    rule(
      'ui-is-an-island',
      'HubSpot bundles one extension point at a time.',
      { path: '^hubspot-project/app/([^/]+)/' },
      {
        path: '^(backend|tests|prisma|scripts|sandbox|hubspot-project)/',
        pathNot: '^hubspot-project/(app/$1|contract|display)/',
      },
    ),
    rule(
      'dashboard-is-an-island',
      'The page in the browser and its server share the wire shapes, and meet over HTTP.',
      { path: '^dashboard/' },
      { path: '^(backend|tests|prisma|scripts|sandbox|hubspot-project)/', pathNot: '^hubspot-project/contract/' },
    ),
    rule(
      'product-and-page-meet-over-http',
      'The backend serves the built page and knows nothing of its sources.',
      { path: B },
      { path: '^dashboard/' },
    ),
    rule(
      'contract-is-a-leaf',
      'The wire contract imports zod only.',
      { path: '^hubspot-project/contract/' },
      { pathNot: '^hubspot-project/contract/|node_modules/zod/' },
    ),
    rule(
      'display-is-a-leaf',
      'What all extensions show things with knows none of them.',
      { path: '^hubspot-project/display/' },
      { path: '^(backend|tests|prisma|scripts|sandbox|hubspot-project/app)/' },
    ),
    rule(
      'functions-stand-alone',
      'A function inside HubSpot is one small file with nothing from npm: only Node and its own folder.',
      { path: '^hubspot-project/functions/' },
      { pathNot: '^hubspot-project/functions/', dependencyTypesNot: ['core'] },
    ),
    rule(
      'contract-stops-at-http',
      'Wire shapes stop at the HTTP edge.',
      { path: `${B}/`, pathNot: `${B}/http/` },
      { path: '^hubspot-project/' },
    ),
    rule(
      'product-and-sandbox-meet-over-http',
      'The local HubSpot and the product know each other through HTTP only, as HubSpot and we do.',
      { path: '^(backend|hubspot-project)/' },
      { path: '^sandbox/' },
    ),
    rule(
      'sandbox-never-imports-product',
      'The stand-in must not lean on the code it tests.',
      { path: '^sandbox/' },
      { path: '^(backend|hubspot-project|prisma)/' },
    ),
    rule(
      'no-tests-in-product',
      'Fakes and fixtures are for tests.',
      { path: '^(backend|hubspot-project|sandbox|scripts)/' },
      { path: '^tests/' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|generated)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
