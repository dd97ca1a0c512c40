import * as v from 'valibot'
import { seriesOfId } from '../../engine/alerts/series.ts'
import { action, type Decision } from '../action.ts'
import { inDrill } from './drill.ts'

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** Say that an alert is over: the one with this id, or the one that is open under this key. One that is over stays so. */
export const resolve = action({
  name: 'alert.resolve',
  params: {
    key: v.optional(Name),
    alert_id: v.optional(Name),
    note: v.optional(v.pipe(v.string(), v.maxLength(2000))),
    drill: v.optional(v.boolean()),
  },
  decide: ({ key, alert_id: alertId, note, drill }, { program, event, key: id }): Decision => {
    if ((key === undefined) === (alertId === undefined))
      return { kind: 'refused', code: 'invalid_input', message: 'say which one: `key` or `alert_id`' }
    if (alertId !== undefined && seriesOfId(alertId) === undefined)
      return { kind: 'refused', code: 'unknown_alert', message: `there is no alert ${alertId}` }
    const by = program.workflowId
    const effect = { kind: 'alert resolved', id, key, alertId, note, by, drill: drill ?? inDrill(event) } as const
    return { kind: 'done', effects: [effect] }
  },
})
