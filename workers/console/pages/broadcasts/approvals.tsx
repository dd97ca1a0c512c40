import { Moment } from '../../parts/moment.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import { Status } from '../../parts/status.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'
import type { Detail } from './words.ts'

const say = words({
  title: ['Approval', '审批'],
  none: ['Nobody has to agree: it is sent as soon as you ask for it.', '无需审批：提交后即按计划发送。'],
  operator: ['1. Operations', '1. 运营'],
  brand: ['2. Brand', '2. 品牌'],
  legal: ['3. Legal', '3. 法务'],
  later: ['later', '未开始'],
  due: ['until', '截止'],
  note: ['Note', '备注'],
  approve: ['Approve', '批准'],
  reject: ['Reject', '拒绝'],
  begin: ['Each step is asked once the one before it has agreed.', '前一步通过后，才会请求下一步审批。'],
})

type Approval = Detail['approvals'][number]

/** Who must agree, in order; the step that is asked now is decided here. */
export function Approvals({ visit, broadcast }: { visit: Visit; broadcast: Detail }) {
  const w = say(visit.locale)
  const { approvals, status } = broadcast
  return (
    <section class="card">
      <h2>{w.title}</h2>
      {approvals.length === 0 && <p class="quiet">{status === 'draft' ? w.begin : w.none}</p>}
      <ol class="line">
        {approvals.map((approval) => (
          <li class={toneOf(approval)}>
            <strong>{(w as Record<string, string>)[approval.step] ?? approval.step}</strong>{' '}
            {approval.status === 'waiting' ? (
              <span class="quiet">{w.later}</span>
            ) : (
              <Status visit={visit} of={approval.status} />
            )}{' '}
            {approval.assignee && <span class="quiet">{approval.assignee}</span>}
            <What visit={visit} approval={approval} />
            {approval.status === 'open' && approval.task_id && <Decide visit={visit} taskId={approval.task_id} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function toneOf({ status }: Approval): string {
  if (status === 'approved') return 'good'
  if (status === 'open') return 'warn'
  return status === 'waiting' ? '' : 'bad'
}

function What({ visit, approval }: { visit: Visit; approval: Approval }) {
  const { status, due_at, decided_at, decided_by, note } = approval
  if (status === 'open' && due_at)
    return (
      <div class="quiet">
        {say(visit.locale).due} <Moment visit={visit} at={due_at} />
      </div>
    )
  if (!decided_at) return null
  return (
    <div class="quiet">
      <Moment visit={visit} at={decided_at} /> {decided_by}
      {note && <blockquote>{note}</blockquote>}
    </div>
  )
}

function Decide({ visit, taskId }: { visit: Visit; taskId: string }) {
  const w = say(visit.locale)
  const path = `/tasks/${encodeURIComponent(taskId)}`
  return (
    <form method="post">
      <Csrf visit={visit} />
      <label class="unseen" for="note">
        {w.note}
      </label>
      <div class="row">
        <input id="note" name="note" maxlength={2000} placeholder={w.note} />
        <button type="submit" class="first" formaction={`${path}/approve`}>
          {w.approve}
        </button>
        <button type="submit" class="danger" formaction={`${path}/reject`}>
          {w.reject}
        </button>
      </div>
    </form>
  )
}
