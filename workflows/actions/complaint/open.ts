import * as v from 'valibot'
import { TASK_TEXTS } from '../../../schema/task.ts'
import { Duration } from '../../../schema/text.ts'
import { saidOf, sameComplaint } from '../../engine/complaints.ts'
import { DAY_MS } from '../../engine/limits.ts'
import { parseDuration } from '../../language/duration.ts'
import { formatIso } from '../../language/iso.ts'
import { action, type Decision } from '../action.ts'
import { taskOf } from '../task/task.ts'

const DETAIL_CHARS_MAX = 10_000
const ANSWER_MS = DAY_MS
const FIX_MS = 2 * DAY_MS
/** So many complaints of one contact are open at once: they lie in its row. */
const OPEN_MAX = 20

/** A complaint of the contact: a task with two deadlines, for the first answer and for putting it right. */
export const open = action({
  name: 'complaint.open',
  params: { ...TASK_TEXTS, answer_in: v.optional(Duration), fix_in: v.optional(Duration) },
  result: { task_id: v.string(), joined: v.boolean(), answer_due_at: v.string(), fix_due_at: v.string() },
  decide: ({ title, detail, assignee, answer_in, fix_in }, facts): Decision => {
    const { contact, event, key, now } = facts
    const { text } = event.data
    const told = detail ?? (typeof text === 'string' ? text.slice(0, DETAIL_CHARS_MAX) : '')
    const said = saidOf(title, told)
    const known = sameComplaint(contact, said, now)
    if (known) return { kind: 'done', output: { task_id: known.id, joined: true } }
    const complaints = contact.facts.complaints ?? []
    if (complaints.length >= OPEN_MAX)
      return { kind: 'refused', code: 'too_many', message: `${OPEN_MAX} complaints of this contact are open already` }
    const [answerBy, fixBy] = [now + spanOf(answer_in, ANSWER_MS), now + spanOf(fix_in, FIX_MS)] as const
    const opened = { id: key, title, said, openedAt: now, channel: event.channel, answerBy, fixBy }
    return {
      kind: 'done',
      output: { task_id: key, joined: false, answer_due_at: formatIso(answerBy), fix_due_at: formatIso(fixBy) },
      effects: [
        taskOf(facts, {
          ...{ kind: 'complaint', title, detail: told, dueAt: fixBy, answerBy },
          ...(assignee !== undefined && { assignee }),
        }),
        { kind: 'facts', change: { complaints: [...complaints, opened] } },
      ],
    }
  },
})

function spanOf(given: string | undefined, otherwise: number): number {
  return (given === undefined ? undefined : parseDuration(given)) ?? otherwise
}
