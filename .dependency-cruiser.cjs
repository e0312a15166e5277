/** The rules between rooms; ARCHITECTURE.md says why they are as they are. */

const TIERS = [
  // Who, where and which days are worked: below all others, which count organisations, units and days.
  ['directory', 'calendar'],
  ['policies', 'notices', 'draws', 'indices', 'integrity', 'experts', 'commitments', 'statements'],
  ['funds', 'services'],
  ['programmes'],
  ['race', 'consultations', 'platforms', 'enterprises', 'transfer', 'talent', 'inspections', 'protection'],
  ['replies'],
];

const slices = TIERS.flat().join('|');
/** Code that exists for tests only, and may look into every room. */
const TESTING = '\\.test\\.tsx?$|^test/|^sample/|/(sample|testing)\\.ts$';
const WEB = '^src/(kernel/web/|domains/[^/]+/web/|app/web/(?!vite[.]config))';
const CONTRACT = '^src/kernel/contract/|/contract\\.ts$';
/** Pure engines a page computes with in the browser: the index behind the simulation board, and its money. */
const ENGINES = '^src/domains/indices/engine\\.ts$|^src/domains/race/(money|scheme)\\.ts$';

/** A slice may ask only slices of lower tiers; its own files are free. */
const tierRules = TIERS.map((names, tier) => ({
  name: `tier-${tier}-asks-lower-tiers-only`,
  severity: 'error',
  comment: `${names.join(', ')} may import only slices of a lower tier`,
  from: { path: `^src/domains/(${names.join('|')})/`, pathNot: TESTING },
  to: { path: `^src/domains/(${TIERS.slice(tier).flat().join('|')})/`, pathNot: '^src/domains/$1/' },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'kernel-knows-no-domain',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: TESTING },
      to: { path: '^src/(domains|app)/' },
    },
    {
      name: 'domains-know-no-app',
      severity: 'error',
      from: { path: '^src/domains/', pathNot: TESTING },
      to: { path: '^src/app/' },
    },
    {
      name: 'slices-meet-at-index-or-contract',
      severity: 'error',
      from: { path: '^src/domains/([^/]+)/', pathNot: TESTING },
      to: { path: '^src/domains/', pathNot: '^src/domains/($1/|[^/]+/(index|contract|engine)\\.ts$)' },
    },
    ...tierRules,
    {
      name: 'every-slice-has-a-tier',
      severity: 'error',
      comment: 'Name the slice in TIERS of .dependency-cruiser.cjs',
      from: { path: '^src/' },
      to: { path: '^src/domains/', pathNot: `^src/domains/(${slices})/` },
    },
    {
      name: 'web-sees-web-and-contracts',
      severity: 'error',
      from: { path: WEB, pathNot: TESTING },
      to: { path: '^src/', pathNot: `${WEB}|${CONTRACT}|${ENGINES}` },
    },
    {
      name: 'web-runs-in-a-browser',
      severity: 'error',
      from: { path: WEB, pathNot: TESTING },
      to: {
        path: 'node_modules/',
        pathNot:
          'node_modules/(react|react-dom|@types/react|@types/react-dom|@tanstack/[^/]+|prosemirror-[a-z]+|zod)/',
      },
    },
    {
      name: 'browser-code-uses-no-node',
      severity: 'error',
      from: { path: `${WEB}|${CONTRACT}|${ENGINES}`, pathNot: TESTING },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contracts-see-contracts',
      severity: 'error',
      comment: 'A contract reaches the browser; besides contracts it may use only the pure rules beside it',
      from: { path: '^(src/.+)/contract\\.ts$' },
      to: { pathNot: `${CONTRACT}|^$1/rules\\.ts$|node_modules/zod/` },
    },
    {
      name: 'kernel-contract-stands-alone',
      severity: 'error',
      from: { path: '^src/kernel/contract/', pathNot: TESTING },
      to: { pathNot: '^src/kernel/contract/|node_modules/zod/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '^src/domains/([^/]+)/rules\\.ts$' },
      to: { pathNot: '^src/domains/$1/contract\\.ts$|^src/kernel/contract/|node_modules/zod/' },
    },
    {
      name: 'sql-stays-in-stores',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: `^src/kernel/(db|figures|audit|parameters|access|registers|files|jobs|keeping|inbox)/|^src/domains/[^/]+/[a-z-]*(store|figures)\\.ts$|${TESTING}`,
      },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(src|scripts|bin)/', pathNot: TESTING },
      to: { path: TESTING },
    },
    {
      name: 'product-uses-no-development-packages',
      severity: 'error',
      from: { path: '^src/', pathNot: `${TESTING}|${WEB}|^src/app/` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.](css|svg|md)$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
