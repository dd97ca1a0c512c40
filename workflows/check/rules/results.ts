import { type Verb, verbOf } from '../../../schema/step.ts'
import type { Action } from '../../actions/action.ts'
import { actions } from '../../actions/actions.ts'
import { suggest } from '../../language/expressions/suggest.ts'
import { at, error, type Finding, type Subject } from '../finding.ts'
import type { StepAt } from '../steps.ts'

/** What is read of a step must be something that the step returns. */
export function results({ readings, steps }: Subject): Finding[] {
  const byId = new Map(steps.flatMap((step) => (step.step.id === undefined ? [] : [[step.step.id, step] as const])))
  return readings.flatMap((reading) =>
    reading.uses.flatMap((use) => {
      const [root, id, field] = use.names
      const step = root === 'steps' && id !== undefined ? byId.get(id) : undefined
      const fields = step && fieldsOf(step)
      if (!step || !fields || use.guarded) return []
      if (fields.length === 0) return [at(use, error(reading.path, `the step \`${id}\` returns nothing`))]
      if (field === undefined || fields.includes(field)) return []
      const near = suggest(field, fields)
      const hint = near ? `did you mean \`steps.${id}.${near}\`?` : `it returns ${fields.join(', ')}`
      return [at(use, error(reading.path, `the step \`${id}\` returns no \`${field}\``, hint))]
    }),
  )
}

/** What each verb leaves behind for later steps. */
const RETURNS: Readonly<Record<Exclude<Verb, 'do'>, readonly string[]>> = {
  wait: [],
  wait_for: ['event', 'matched', 'timed_out'],
  if: [],
  choose: [],
  split: ['branch', 'bucket'],
  repeat: ['turns'],
  set: [],
  approve: ['status', 'task_id', 'by', 'note'],
  throttle: ['passed', 'remaining'],
  call: ['run_id', 'status', 'reason'],
  stop: [],
}

/** The fields that `steps.<id>` may have; undefined where nobody says. */
function fieldsOf({ step }: StepAt): readonly string[] | undefined {
  const verb = verbOf(step)
  if (verb !== undefined && verb !== 'do') return RETURNS[verb]
  if (!('do' in step) || !Object.hasOwn(actions, step.do)) return undefined
  const action: Action = actions[step.do as keyof typeof actions]
  return action.result && [...Object.keys(action.result), 'error']
}
