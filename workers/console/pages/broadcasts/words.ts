import type * as v from 'valibot'
import type { BroadcastAnswer, BroadcastDetail } from '../../../../schema/api/broadcasts.ts'
import { words } from '../../words.ts'

export type Broadcast = v.InferOutput<typeof BroadcastAnswer>
export type Detail = v.InferOutput<typeof BroadcastDetail>

/** What several pages of broadcasts say. */
export const sayBroadcast = words({
  title: ['Broadcasts', '群发'],
  sub: [
    'One message to many: written, approved, sent at the right moment, and followed.',
    '一条消息发给许多人：撰写、审批、择时发送、跟踪效果。',
  ],
  write: ['Write a broadcast', '写群发'],
  name: ['Name', '名称'],
  status: ['Status', '状态'],
  audience: ['For', '受众'],
  begins: ['Begins', '开始'],
  everybody: ['Everybody', '所有成员'],
  people: ['{count} chosen members', '指定的 {count} 位成员'],
  rooms: ['{count} groups', '{count} 个群'],
  segment: ['Segment', '分群'],
  transactional: ['About their own affairs: always goes', '事务通知：始终发送'],
  lifecycle: ['Part of their membership', '成员关怀'],
  promotional: ['Promotion: only to those who agreed, not at night', '营销推广：仅发给同意者，夜间不发'],
  categoryShort: ['Kind', '类别'],
})
