import * as v from 'valibot'
import { BOARDS } from '../../../schema/facts.ts'
import { localDay, periodBefore, periodOf } from '../../language/day.ts'
import { action, type Decision } from '../action.ts'

const PERIODS = ['week', 'month', 'last_week', 'last_month', 'all'] as const
const LIMIT_MAX = 20

/**
 * Who stands first on a board, in the community's calendar: for what is posted to everybody, and for rewards. Looked up
 * on the way; those with the same score share a rank.
 */
export const top = action({
  name: 'leaderboard.top',
  params: {
    board: v.picklist(BOARDS),
    period: v.optional(v.picklist(PERIODS)),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMIT_MAX))),
  },
  result: { period: v.string(), count: v.number(), top: v.array(v.any()) },
  decide: ({ board, period = 'last_week', limit = 3 }, { answer, now, world }): Decision => {
    const named = periodNamed(period, localDay(now, world.timezone))
    if (!answer)
      return { kind: 'ask', resource: `board:${board}`, wants: { kind: 'board', board, period: named, limit } }
    const found = Array.isArray(answer.top) ? answer.top : []
    return { kind: 'done', output: { period: named, count: found.length, top: found } }
  },
})

function periodNamed(period: (typeof PERIODS)[number], today: string): string {
  switch (period) {
    case 'all':
      return 'ever'
    case 'week':
    case 'month':
      return periodOf(today, period)
    case 'last_week':
      return periodBefore(today, 'week')
    case 'last_month':
      return periodBefore(today, 'month')
    default:
      return period satisfies never
  }
}
