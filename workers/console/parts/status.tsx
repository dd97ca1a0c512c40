import type { Visit } from '../site.ts'
import { words } from '../words.ts'

type Tone = 'good' | 'warn' | 'bad' | 'info' | 'calm'

const TONES: Record<string, Tone> = {
  active: 'info', waiting: 'info', completed: 'good', exited: 'calm', failed: 'bad', cancelled: 'calm',
  draft: 'calm', paused: 'warn', queued: 'info', deferred: 'warn', sending: 'info', sent: 'good', unknown: 'bad',
  skipped: 'calm', expired: 'warn', open: 'warn', approved: 'good', rejected: 'bad', done: 'good', running: 'info',
  pending: 'info', handled: 'good', new: 'info', dormant: 'warn', churned: 'bad', raised: 'bad', acknowledged: 'warn',
  resolved: 'good',
} // biome-ignore format: one list, read at a glance

const say = words({
  active: ['active', '进行中'], waiting: ['waiting', '等待中'], completed: ['completed', '已完成'],
  exited: ['exited', '已退出'], failed: ['failed', '失败'], cancelled: ['cancelled', '已取消'],
  draft: ['draft', '草稿'], paused: ['paused', '已暂停'], queued: ['queued', '排队中'], deferred: ['deferred', '已推迟'],
  sending: ['sending', '发送中'], sent: ['sent', '已发送'], unknown: ['unknown', '结果不明'], skipped: ['skipped', '已跳过'],
  expired: ['expired', '已过期'], open: ['open', '待处理'], approved: ['approved', '已批准'], rejected: ['rejected', '已拒绝'],
  done: ['done', '已完成'], running: ['running', '进行中'], pending: ['pending', '待处理'], handled: ['handled', '已处理'],
  new: ['new', '新成员'], dormant: ['dormant', '沉睡'], churned: ['churned', '流失'], raised: ['raised', '已触发'],
  acknowledged: ['acknowledged', '已确认'], resolved: ['resolved', '已解决'], live: ['live', '运行中'],
}) // biome-ignore format: one list, read at a glance

/** A state as a coloured word. `as` says it in another word of the list. */
export function Status({ visit, of, as = of }: { visit: Visit; of: string; as?: string }) {
  const w = say(visit.locale) as Record<string, string>
  return <span class={`badge ${TONES[of] ?? 'calm'}`}>{w[as] ?? as}</span>
}
