import { broadcastSubject, broadcastWorkflow } from '../../schema/broadcast.ts'
import type { Task } from '../../schema/task.ts'
import type { ApprovalStep, BroadcastRow } from '../store/broadcasts.ts'

const DETAIL_CHARS = 2000

/** What somebody is asked to agree to: the texts in every language, and whom they are for. */
export function approvalTask(
  row: BroadcastRow,
  { id: step, assignee }: ApprovalStep,
  { locale, now, dueAt }: { locale: string; now: number; dueAt: number },
): Task {
  const words = locale.toLowerCase().startsWith('zh') ? ZH : EN
  const texts = Object.entries(row.body.content).map(
    ([of, { text, template }]) => `[${of}] ${text ?? `{{t '${template}'}}`}`,
  )
  return {
    id: `${broadcastSubject(row.id)}-${row.round}-${step}`,
    subjectId: broadcastSubject(row.id),
    runId: '',
    workflowId: broadcastWorkflow(row.id),
    kind: 'approval',
    title: words.title(row.body.name, words.steps[step] ?? step),
    detail: [words.audience(row), ...texts].join('\n').slice(0, DETAIL_CHARS),
    assignee: assignee ?? null,
    dueAt,
    createdAt: now,
  }
}

type Words = {
  steps: Readonly<Record<string, string>>
  title: (name: string, step: string) => string
  audience: (row: BroadcastRow) => string
}

const EN: Words = {
  steps: { operator: 'operator', brand: 'brand', legal: 'legal' },
  title: (name, step) => `Approve the broadcast “${name}” (${step})`,
  audience: ({ body: { audience } }) => {
    if ('rooms' in audience) return `To ${audience.rooms.length} rooms`
    return 'segment' in audience ? `To the segment ${audience.segment}` : `To ${audience.contact_ids.length} contacts`
  },
}

const ZH: Words = {
  steps: { operator: '运营', brand: '品牌', legal: '法务' },
  title: (name, step) => `审批群发“${name}”（${step}）`,
  audience: ({ body: { audience } }) => {
    if ('rooms' in audience) return `发往 ${audience.rooms.length} 个群`
    return 'segment' in audience ? `发往分群 ${audience.segment}` : `发往 ${audience.contact_ids.length} 位成员`
  },
}
