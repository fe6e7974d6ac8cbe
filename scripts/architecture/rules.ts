import type { IForbiddenRuleType } from 'dependency-cruiser'
import { FEATURES, FOLDERS_WITH_DOORS, OPEN_FILES, PARTS, TOP } from './order.ts'

const TESTS = String.raw`\.test\.tsx?$`
const anyOf = (names: readonly string[]) => `(?:${names.join('|')})`
const literal = (path: string) => path.replaceAll('.', String.raw`\.`)
const pathOf = (part: string) => `^src/${part}(?:/|\\.ts$)`
const packages = (...names: string[]) => `(?:^|/)node_modules/${anyOf(names)}/`

type Rule = IForbiddenRuleType

/** All rules, made from the one order. Each is proven by a violating tree in `rules.test.ts`. */
export function architectureRules(): Rule[] {
  return [...orderRules(), ...doorRules(), ...effectRules(), ...borderRules()]
}

function orderRules(): Rule[] {
  const later = PARTS.slice(0, -1).map(
    (part, index): Rule => ({
      name: `order-${part}`,
      comment: `${part} imports only what stands before it in scripts/architecture/order.ts`,
      severity: 'error',
      from: { path: pathOf(part), pathNot: TESTS },
      to: { path: `^src/${anyOf(PARTS.slice(index + 1))}(?:/|\\.ts$)` },
    }),
  )
  return [
    ...later,
    {
      name: 'order-known',
      comment: 'every folder and file in src/ has its place in scripts/architecture/order.ts',
      severity: 'error',
      from: { path: '^(?:src|test|scripts|bench|bin)/' },
      to: { path: '^src/', pathNot: `^src/${anyOf(PARTS)}(?:/|\\.ts$)` },
    },
    {
      name: 'simulator-alone',
      comment: 'the simulator is an outside organization: of ours it sees only platform/',
      severity: 'error',
      from: { path: '^src/simulator/', pathNot: TESTS },
      to: { path: '^src/', pathNot: '^src/(?:platform|simulator)/' },
    },
    {
      name: 'no-cycles',
      comment: 'no file imports itself, by whatever way',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ]
}

function doorRules(): Rule[] {
  const features = FEATURES.filter((feature) => feature !== 'platform')
  const doors = [
    String.raw`^src/[^/]+/(?:index|api)\.ts$`,
    String.raw`^src/${anyOf(FOLDERS_WITH_DOORS)}/[^/]+/index\.ts$`,
    ...OPEN_FILES.map((path) => `^${literal(path)}$`),
  ]
  return [
    {
      name: 'front-door',
      comment: 'across features only index.ts, api.ts and the few open files of scripts/architecture/order.ts',
      severity: 'error',
      from: { path: `^src/(${anyOf(features)})/`, pathNot: TESTS },
      to: { path: `^src/${anyOf(features)}/`, pathNot: ['^src/$1/', ...doors] },
    },
    {
      name: 'front-door-top',
      comment: 'the composition sees only front doors, and http.ts the Korean sentences',
      severity: 'error',
      from: { path: `^src/${anyOf(TOP)}(?:/|\\.ts$)`, pathNot: TESTS },
      to: { path: `^src/${anyOf(features)}/`, pathNot: [...doors, String.raw`/words\.ko\.ts$`] },
    },
    {
      name: 'words-for-http',
      comment: 'only http.ts gathers the sentences of all features',
      severity: 'error',
      from: { path: '^src/([^/]+)', pathNot: [TESTS, String.raw`^src/http\.ts$`] },
      to: { path: String.raw`/words\.ko\.ts$`, pathNot: '^src/$1' },
    },
  ]
}

function effectRules(): Rule[] {
  return [
    {
      name: 'sql-in-stores',
      comment: 'SQL lives in store.ts or store/ of its feature',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          TESTS,
          '^src/platform/',
          String.raw`^src/.+/store\.ts$`,
          '^src/.+/store/',
          String.raw`^src/actions/record\.ts$`,
        ],
      },
      to: { path: packages('kysely', 'pg', 'pg-boss', '@electric-sql') },
    },
    {
      name: 'http-in-routes',
      comment: 'the HTTP framework is known to routes, access.ts, http.ts, platform/http and the simulator',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          TESTS,
          String.raw`/routes[^/]*\.ts$`,
          '/routes/',
          String.raw`/access\.ts$`,
          '^src/platform/http/',
          String.raw`^src/http\.ts$`,
          '^src/simulator/',
        ],
      },
      to: { path: packages('fastify', '@fastify', 'fastify-type-provider-zod') },
    },
  ]
}

function borderRules(): Rule[] {
  return [
    {
      name: 'web-types-only',
      comment: 'web/ imports types from src/, nothing that runs',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-api-only',
      comment: 'web/ sees the api.ts of a feature and the shapes all routes share, not the inside',
      severity: 'error',
      from: { path: '^web/', pathNot: TESTS },
      to: { path: '^src/', pathNot: [String.raw`^src/.+/api\.ts$`, String.raw`^src/platform/http/schemas\.ts$`] },
    },
    {
      name: 'sdk-alone',
      comment: 'the published client imports nothing of ours',
      severity: 'error',
      from: { path: '^sdk/', pathNot: TESTS },
      to: { path: '^(?:src|web|test|scripts|bench)/' },
    },
    {
      name: 'src-below-all',
      comment: 'the product imports neither its pages, its tests nor its tools',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: ['^(?:web|sdk|test|scripts|bench)/', TESTS] },
    },
    {
      name: 'src-dependencies',
      comment: 'what runs in production is in "dependencies"; only the web build may load a tool',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, String.raw`^src/platform/web-build\.ts$`] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'every import leads to a file',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ]
}
