import type { Visit } from '../site.ts'
import { words } from '../words.ts'
import type { Choice } from './tabs.tsx'

type Tone = 'good' | 'warn' | 'bad' | 'info' | 'calm'

const TONES: Record<string, Tone> = {
  active: 'info', waiting: 'info', completed: 'good', exited: 'calm', failed: 'bad', cancelled: 'calm',
  draft: 'calm', paused: 'warn', queued: 'info', deferred: 'warn', sending: 'info', sent: 'good', unknown: 'bad',
  skipped: 'calm', expired: 'warn', open: 'warn', approved: 'good', rejected: 'bad', done: 'good', running: 'info',
  pending: 'info', handled: 'good', new: 'info', dormant: 'warn', churned: 'bad', raised: 'bad', acknowledged: 'warn',
  resolved: 'good', approving: 'warn', scheduled: 'info', confirmed: 'good', waitlisted: 'warn', attended: 'info',
  planned: 'calm', warm_up: 'info', burst: 'good', continuation: 'info', wrap_up: 'warn', ended: 'calm',
  qualified: 'good', reversed: 'bad', hold: 'warn', held: 'warn', review: 'warn', live: 'good', silent: 'warn', graded: 'good',
} // biome-ignore format: one list, read at a glance

const say = words({
  active: ['active', '进行中'], waiting: ['waiting', '等待中'], completed: ['completed', '已完成'],
  exited: ['left early', '提前退出'], failed: ['failed', '失败'], cancelled: ['cancelled', '已取消'],
  draft: ['draft', '草稿'], paused: ['paused', '已暂停'], queued: ['queued', '排队中'], deferred: ['deferred', '已推迟'],
  sending: ['sending', '发送中'], sent: ['sent', '已发送'], unknown: ['unknown', '结果不明'], skipped: ['skipped', '已跳过'],
  expired: ['expired', '已过期'], open: ['open', '待处理'], approved: ['approved', '已批准'], rejected: ['rejected', '已拒绝'],
  done: ['done', '已完成'], running: ['running', '进行中'], pending: ['pending', '待处理'], handled: ['handled', '已处理'],
  new: ['new', '新成员'], dormant: ['dormant', '沉睡'], churned: ['churned', '流失'], silent: ['silent', '沉默'],
  'stage.active': ['active', '活跃'],
  raised: ['raised', '已触发'], acknowledged: ['acknowledged', '已确认'], resolved: ['resolved', '已解决'],
  live: ['live', '运行中'], approving: ['waits for approval', '待审批'], scheduled: ['scheduled', '已排期'],
  confirmed: ['has a seat', '已报名'], waitlisted: ['on the wait-list', '候补'], attended: ['came', '已签到'],
  planned: ['planned', '未开始'], warm_up: ['warm-up', '预热'], burst: ['burst', '爆发'],
  continuation: ['continuation', '延续'], wrap_up: ['wrap-up', '收尾'], ended: ['ended', '已结束'],
  qualified: ['qualified', '有效'], reversed: ['reversed', '已撤销'], hold: ['held', '暂缓'], held: ['held', '暂缓'],
  review: ['to review', '待审核'], all: ['all', '全部'], graded: ['graded', '已评级'],
}) // biome-ignore format: one list, read at a glance

/** A state as a coloured word. `as` says it in another word of the list. */
export function Status({ visit, of, as = of }: { visit: Visit; of: string; as?: string }) {
  return <span class={`badge ${TONES[as] ?? TONES[of] ?? 'calm'}`}>{statusWord(visit, as)}</span>
}

/** The stage of a member: to be active is something else for them than for a run. */
export function Stage({ visit, of }: { visit: Visit; of: string }) {
  return <Status visit={visit} of={of} as={stageName(of)} />
}

/** Stages to choose from. */
export function stageChoices(visit: Visit, stages: readonly string[]): Choice[] {
  return stages.map((stage) => [stage, statusWord(visit, stageName(stage))])
}

function stageName(stage: string): string {
  return stage === 'active' ? 'stage.active' : stage
}

/** A state in the reader's language. */
export function statusWord(visit: Visit, status: string): string {
  return (say(visit.locale) as Record<string, string>)[status] ?? status
}

/** States to choose from, each in the reader's language. `all` is the choice of none. */
export function statusChoices(visit: Visit, statuses: readonly string[]): Choice[] {
  return statuses.map((status) => [status, statusWord(visit, status)])
}
