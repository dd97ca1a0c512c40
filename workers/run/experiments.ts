import { experimentArea } from '../../schema/figure.ts'
import { seriesOf } from '../../workflows/engine/alerts/series.ts'
import type { Instruction } from '../../workflows/engine/program.ts'
import { type BranchFigures, type Judged, judge } from '../../workflows/experiments/judge.ts'
import { text } from '../store/cell.ts'
import { readAreas, rollAllNotes } from '../store/figures.ts'
import type { Deps } from './deps.ts'
import { handle } from './handle.ts'
import { everOf } from './tallies.ts'

export type Experiment = { workflowId: string; step: string; running: boolean; judged: Judged }

/** Every split that runs, or that somebody has come to: by name, `workflow.step`. */
export async function experimentNames(deps: Deps): Promise<string[]> {
  await rollAllNotes(deps.db)
  const prefix = experimentArea('')
  const [found] = await deps.db.batch([readAreas(prefix)])
  const known = (found?.rows ?? []).map((row) => text(row.area).slice(prefix.length))
  return [...new Set([...known, ...(await running(deps)).keys()])].sort()
}

type Split = Extract<Instruction, { kind: 'split' }>

/** The splits of what is published now. */
async function running(deps: Deps): Promise<Map<string, Split>> {
  const { workflows } = await deps.catalogue.known()
  const splits = workflows.flatMap(({ program }) => program.instructions.filter((one) => one.kind === 'split'))
  return new Map(splits.map((split) => [split.experiment, split]))
}

/** An experiment and what it says so far; undefined when there is none of this name. */
export async function findExperiment(deps: Deps, name: string): Promise<Experiment | undefined> {
  await rollAllNotes(deps.db)
  const split = (await running(deps)).get(name)
  const sums = await everOf(deps, experimentArea(name))
  const counted = Object.keys(sums).flatMap((metric) =>
    metric.startsWith('exposed:') ? [metric.slice('exposed:'.length)] : [],
  )
  const names = [...new Set([...(split?.branches.map((branch) => branch.name) ?? []), ...counted])]
  if (names.length === 0) return undefined
  const dot = name.indexOf('.')
  const branches = names.map((branch): BranchFigures => {
    const of = (metric: string) => sums[`${metric}:${branch}`] ?? 0
    return {
      name: branch,
      exposed: of('exposed'),
      expected: of('expected'),
      converted: of('converted'),
      value: of('value'),
      squares: of('squares'),
    }
  })
  return {
    workflowId: name.slice(0, dot),
    step: name.slice(dot + 1),
    running: split !== undefined,
    judged: judge(branches),
  }
}

/** An alert is not raised again for the same experiment: it stays what it is until somebody mends it. */
const COOLDOWN_MS = 366 * 86_400_000

/** Raise an alert, once, for each running experiment whose members do not stand as its weights say. */
export async function watchExperiments(deps: Deps): Promise<void> {
  for (const name of (await running(deps)).keys()) {
    const found = await findExperiment(deps, name)
    if (!found?.judged.ratio?.off) continue
    const key = `experiment ${name}`
    const { words } = found.judged.verdict
    const wish = {
      ...{
        name: 'experiment-ratio',
        level: 1,
        title: `${name}: ${words.en}`,
        detail: words['zh-CN'],
        key,
        drill: false,
      },
      ...{ contactId: null, workflowId: found.workflowId, cooldownMs: COOLDOWN_MS },
    } as const
    const who = { subjectId: seriesOf(key, false) }
    await handle(deps, [{ who, events: [], results: [], commands: [{ kind: 'raise alert', wish }] }])
  }
}

/** Is anything split at all? */
export async function anyExperiment(deps: Deps): Promise<boolean> {
  return (await running(deps)).size > 0
}
