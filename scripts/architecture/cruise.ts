import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise as cruiseDependencies, type ICruiseResult } from 'dependency-cruiser'
import { architectureRules } from './rules.ts'

const ROOTS = ['src', 'web', 'sdk', 'test', 'scripts', 'bench']

export type Breach = { rule: string; why: string; from: string; to: string }
export type Cruise = { modules: number; edges: { from: string; to: string }[]; breaches: Breach[] }

/** Reads every import below `root` and holds it against the rules. */
export async function cruise(root: string): Promise<Cruise> {
  const rules = architectureRules()
  const why = new Map(rules.map((rule) => [rule.name ?? '', rule.comment ?? '']))
  const { output } = await cruiseDependencies(
    ROOTS.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: rules },
      doNotFollow: { path: ['node_modules'] },
      exclude: { path: ['^dist/', '^(?:web|sdk)/dist/'] },
      // Without this an import that only brings types would be invisible.
      tsPreCompilationDeps: true,
      skipAnalysisNotInRules: true,
      enhancedResolveOptions: {
        extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'default', 'types'],
        mainFields: ['module', 'main', 'types'],
      },
    },
  )
  return summarize(asResult(output), why)
}

function asResult(output: ICruiseResult | string): ICruiseResult {
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text')
  return output
}

function summarize(result: ICruiseResult, why: ReadonlyMap<string, string>): Cruise {
  const sources = result.modules.filter((module) => /^(?:src|web|sdk)\/.*\.tsx?$/.test(module.source))
  const edges = sources.flatMap((module) =>
    module.dependencies.map((dependency) => ({ from: module.source, to: dependency.resolved })),
  )
  const breaches = result.summary.violations.map((violation) => ({
    rule: violation.rule.name,
    why: why.get(violation.rule.name) ?? '',
    from: violation.from,
    to: violation.cycle ? violation.cycle.map((step) => step.name).join(' → ') : violation.to,
  }))
  return { modules: sources.length, edges, breaches }
}
