import { slotOf, workflowArea } from '../../schema/figure.ts'
import { LATENESS } from '../../workflows/engine/figures.ts'
import { rollAllNotes } from '../store/figures.ts'
import type { Deps } from './deps.ts'
import { messagesOf, rate, together, under } from './overview.ts'
import { type Sums, sumsOf } from './tallies.ts'
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
  const ever = await everything(deps, area)
  return { ...over(together(days)), ...standing(ever) }
}

const A_YEAR = 366 * 96

/** All that was ever counted: years that are over are known by their sums. */
async function everything(deps: Deps, area: string): Promise<Sums> {
  const now = slotOf(deps.clock.now())
  const first = Math.floor(Date.UTC(2020, 0, 1) / 900_000)
  const settled = Math.floor((now - 1) / 96) * 96
  const windows: [number, number][] = []
  for (let from = first; from < settled; from += A_YEAR) windows.push([from, Math.min(from + A_YEAR, settled)])
  return together(await sumsOf(deps, area, [...windows, [settled, now + 1]]))
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
