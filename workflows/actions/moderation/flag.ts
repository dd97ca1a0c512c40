import * as v from 'valibot'
import { TASK_TEXTS } from '../../../schema/task.ts'
import { action } from '../action.ts'
import { taskOf } from '../task/task.ts'

/** A word such as `high`, or 1 to 3. */
const Severity = v.union([
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3)),
])

/** Ask a moderator to look at what happened: a task that says why, how bad it is, and what was written. */
export const flag = action({
  name: 'moderation.flag',
  params: { reason: TASK_TEXTS.title, severity: v.optional(Severity) },
  result: { task_id: v.string() },
  decide: ({ reason, severity }, facts) => {
    const { text } = facts.event.data
    const lines = [severity === undefined ? '' : `severity: ${severity}`, typeof text === 'string' ? text : '']
    const detail = lines.filter((line) => line !== '').join('\n')
    return {
      kind: 'done',
      output: { task_id: facts.key },
      effects: [taskOf(facts, { kind: 'moderation', title: reason, detail })],
    }
  },
})
