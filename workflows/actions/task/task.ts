import type { Task } from '../../../schema/task.ts'
import { marked } from '../../engine/alerts/words.ts'
import type { Effect } from '../../engine/effect.ts'
import type { Facts } from '../action.ts'
import { inDrill } from '../alert/drill.ts'

type Given = {
  kind: Task['kind']
  title: string
  detail?: string
  assignee?: string
  dueAt?: number
  answerBy?: number
}

/** A task of this run. Its id is the key of the step. A text that came to nothing is none. */
export function taskOf({ contact, run, key, now, event, world }: Facts, given: Given): Effect {
  const { kind, detail, assignee, dueAt, answerBy } = given
  const title = inDrill(event) ? marked(world.locale, given.title) : given.title
  return {
    kind: 'task',
    task: {
      ...{ id: key, subjectId: contact.id, runId: run.id, workflowId: run.workflowId, kind, title },
      detail: detail || null,
      assignee: assignee || null,
      dueAt: dueAt ?? null,
      ...(answerBy !== undefined && { answerBy }),
      createdAt: now,
    },
  }
}
