import { workflowArea } from '../../schema/figure.ts'
import { LATENESS } from '../../workflows/engine/figures.ts'
import { rollAllNotes } from '../store/figures.ts'
import type { Deps } from './deps.ts'
import { messagesOf, rate, under } from './overview.ts'
import { everOf, everWindows, type Sums, sumsOf, sumsOfEach, together } from './tallies.ts'
import { daysOf, type Range, windowOf } from './windows.ts'

/** One workflow in figures: over some days, and how its runs stand now. No run is looked at. */
export async function workflowFigures(deps: Deps, workflowId: string, range: Range) {
  await rollAllNotes(deps.db)
  const area = workflowArea(workflowId)
  const days = await sumsOf(
    deps,
    area,
    daysOf(range).map((day) => windowOf({ ...range, from: day, to: day })),
  )
  const ever = await everOf(deps, area)
  return { ...over(together(days)), ...standing(ever) }
}

/** Several workflows in a few figures each, for a list of them. Everything is asked for together. */
export async function figuresOfEach(deps: Deps, workflowIds: readonly string[], range: Range) {
  await rollAllNotes(deps.db)
  const areas = workflowIds.map(workflowArea)
  const days = daysOf(range).map((day) => windowOf({ ...range, from: day, to: day }))
  const found = await sumsOfEach(deps, areas, [...days, ...everWindows(deps)])
  return workflowIds.map((id, i) => {
    const { entered, ended, converted, conversion_rate, messages } = over(
      together(found[i]?.slice(0, days.length) ?? []),
    )
    const { active } = standing(together(found[i]?.slice(days.length) ?? [])).ever
    const { sent, failed } = messages
    return { workflow_id: id, active, entered, ended, converted, conversion_rate, sent, failed }
  })
}

function over(sums: Sums) {
  const of = (metric: string) => sums[metric] ?? 0
  const ended = Object.entries(under(sums, 'ended:')).map(([name, runs]) => {
    const [status = '', ...reason] = name.split(':')
    return { status, reason: reason.join(':') || null, runs }
  })
  return {
    entered: of('entered'),
    ended: ended.reduce((total, { runs }) => total + runs, 0),
    ended_by_reason: ended.sort((a, b) => b.runs - a.runs),
    converted: of('converted'),
    conversion_rate: rate(of('converted'), of('entered')),
    value: of('value'),
    messages: messagesOf(sums),
    lateness: {
      woken: of('woken'),
      mean_ms: rate(of('late_ms'), of('woken')),
      up_to: Object.fromEntries(LATENESS.map(([name]) => [name, of(`late:${name}`)])),
    },
    holdout: {
      entered: of('holdout'),
      converted: of('holdout:converted'),
      conversion_rate: rate(of('holdout:converted'), of('holdout')),
      value: of('holdout:value'),
    },
  }
}

function standing(sums: Sums) {
  const at = Object.entries(under(sums, 'at:'))
  const ended = Object.values(under(sums, 'ended:')).reduce((total, runs) => total + runs, 0)
  return {
    ever: {
      entered: sums.entered ?? 0,
      active: at.reduce((total, [, runs]) => total + runs, 0),
      ended,
      holdout: sums.holdout ?? 0,
    },
    waiting: at.map(([step, runs]) => ({ step: step || null, runs })).sort((a, b) => b.runs - a.runs),
  }
}
