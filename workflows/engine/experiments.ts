import { experimentArea, type Figure, slotOf } from '../../schema/figure.ts'
import type { Before } from './figures.ts'
import { DAY_MS } from './limits.ts'
import type { Turn } from './turn.ts'

/** A goal counts for an experiment this long after the exposure when the goal names no window. */
const WINDOW_MS = 30 * DAY_MS

/** Who was put into a branch in this turn, and who reached the goal of its workflow for the first time since. */
export function figuresOfExperiments(turn: Turn, before: Before): Figure[] {
  const { contact } = turn.actor
  const { now } = turn.world
  const slot = slotOf(now)
  const exposed = { ...contact.facts.exposed }
  const figures: Figure[] = turn.exposures.flatMap(({ experiment, branch, at, shares }): Figure[] => {
    exposed[experiment] = { at }
    const area = experimentArea(experiment)
    const expected = Object.entries(shares).map(([name, share]): Figure => [area, slot, `expected:${name}`, share])
    return [[area, slot, `exposed:${branch}`, 1], ...expected]
  })
  for (const run of turn.touched) {
    const { goal } = run.memory
    if (!goal || before.runs.get(run.id)?.goal) continue
    const windowMs = turn.world.program(run.workflowId, run.version)?.goal?.withinMs ?? WINDOW_MS
    for (const [experiment, known] of Object.entries(exposed)) {
      const branch = contact.branches[experiment]
      if (!experiment.startsWith(`${run.workflowId}.`) || branch === undefined) continue
      if (known.convertedAt !== undefined || now - known.at > windowMs) continue
      exposed[experiment] = { ...known, convertedAt: now }
      const value = typeof goal.value === 'number' && Number.isFinite(goal.value) ? goal.value : 0
      const area = experimentArea(experiment)
      figures.push([area, slot, `converted:${branch}`, 1])
      if (value !== 0)
        figures.push([area, slot, `value:${branch}`, value], [area, slot, `squares:${branch}`, value * value])
    }
  }
  if (figures.length > 0) contact.facts = { ...contact.facts, exposed: newest(exposed) }
  return figures
}

const EXPOSED_MAX = 100

function newest<T extends { at: number }>(exposed: Record<string, T>): Record<string, T> {
  const all = Object.entries(exposed)
  if (all.length <= EXPOSED_MAX) return exposed
  return Object.fromEntries(all.sort(([, a], [, b]) => b.at - a.at).slice(0, EXPOSED_MAX))
}
