import * as v from 'valibot'
import { TASK_TEXTS } from '../../../schema/task.ts'
import { Duration } from '../../../schema/text.ts'
import { parseDuration } from '../../language/duration.ts'
import { action } from '../action.ts'
import { taskOf } from './task.ts'

/** Give a person something to do. The run goes on; `task.done` tells when it is done. */
export const create = action({
  name: 'task.create',
  params: { ...TASK_TEXTS, due_in: v.optional(Duration) },
  result: { task_id: v.string() },
  decide: ({ due_in, ...texts }, facts) => {
    const dueInMs = due_in === undefined ? undefined : parseDuration(due_in)
    const due = dueInMs === undefined ? {} : { dueAt: facts.now + dueInMs }
    return {
      kind: 'done',
      output: { task_id: facts.key },
      effects: [taskOf(facts, { kind: 'task', ...texts, ...due })],
    }
  },
})
