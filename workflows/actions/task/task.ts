import type { Task } from '../../../schema/task.ts'
import type { Effect } from '../../engine/effect.ts'
import type { Facts } from '../action.ts'

type Given = {
  kind: Task['kind']
  title: string
  detail?: string
  assignee?: string
  dueAt?: number
  answerBy?: number
}

/** A task of this run. Its id is the key of the step. A text that came to nothing is none. */
export function taskOf({ contact, run, key, now }: Facts, given: Given): Effect {
  const { kind, title, detail, assignee, dueAt, answerBy } = given
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
