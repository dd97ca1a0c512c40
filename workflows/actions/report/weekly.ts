import * as v from 'valibot'
import { isObject, type JsonObject } from '../../../schema/json.ts'
import { dayAfter, localDay, periodOf } from '../../language/day.ts'
import { lastMonday } from '../../report/weeks.ts'
import { action, type Decision } from '../action.ts'

/**
 * The week that is over, in the community's calendar: `texts` is the report as it is sent, by locale, `now` and `before`
 * are the figures of that week and of the one before. Looked up on the way.
 */
export const weekly = action({
  name: 'report.weekly',
  params: {},
  result: {
    week: v.string(),
    from: v.string(),
    to: v.string(),
    texts: v.record(v.string(), v.string()),
    now: v.record(v.string(), v.any()),
    before: v.record(v.string(), v.any()),
  },
  decide: (_params, { answer, now, world }): Decision => {
    const monday = lastMonday(localDay(now, world.timezone))
    if (!answer) return { kind: 'ask', resource: 'report', wants: { kind: 'report', monday } }
    const part = (name: string) => (isObject(answer[name]) ? (answer[name] as JsonObject) : {})
    const week = { week: periodOf(monday, 'week'), from: monday, to: dayAfter(monday, 6) }
    return { kind: 'done', output: { ...week, texts: part('texts'), now: part('now'), before: part('before') } }
  },
})
