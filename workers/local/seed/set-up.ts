import type { Client } from './client.ts'

const text = (en: string, zh: string) => ({ en, 'zh-CN': zh })

/** What an operator would have set up: points and tags for what members do, messages at the right moments, segments. */
const WORKFLOWS = [
  {
    id: 'seed-welcome',
    name: text('Welcome', '欢迎'),
    triggers: [{ on: 'member.joined' }],
    texts: {
      hello: text('Welcome, {{contact.name}}!', '欢迎你，{{contact.name}}！'),
      next: text('A week already. How is it?', '已经一周了，感觉怎么样？'),
    },
    actions: [
      { do: 'points.award', with: { points: 10, reason: 'joined' } },
      { do: 'message.send', with: { template: 'hello', category: 'transactional' } },
      { wait: '7d' },
      { do: 'message.send', when: "contact.stage != 'dormant'", with: { template: 'next', category: 'lifecycle' } },
    ],
  },
  {
    id: 'seed-checkin',
    name: text('Check-in', '打卡'),
    triggers: [{ on: 'checkin.made' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [
      { id: 'day', do: 'checkin.record', with: {} },
      {
        do: 'points.award',
        when: 'steps.day.first_today',
        with: { points: { expr: 'steps.day.streak % 7 == 0 ? 20 : 2' }, reason: 'check-in', expires_in: '60d' },
      },
    ],
  },
  {
    id: 'seed-order',
    name: text('Points for orders', '消费积分'),
    triggers: [{ on: 'order.paid' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [
      { do: 'points.award', with: { points: { expr: 'int(event.data.amount)' }, reason: 'order' } },
      { do: 'tag.add', with: { tag: 'buyer' } },
    ],
  },
  {
    id: 'seed-remark',
    name: text('Negative remarks', '负面反馈'),
    triggers: [{ on: 'custom.negative' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [
      { do: 'metric.add', with: { metric: 'negative' } },
      { do: 'note.add', with: { text: '{{event.data.text}}' } },
    ],
  },
  {
    id: 'seed-recall',
    name: text('Recall dormant members', '沉睡召回'),
    triggers: [{ on: 'contact.stage_changed', if: "event.data.to == 'dormant'" }],
    texts: { back: text('We miss you, {{contact.name}}.', '{{contact.name}}，好久不见。') },
    exit: [{ on: 'message.received' }, { on: 'member.left' }],
    actions: [
      { do: 'message.send', with: { template: 'back', category: 'lifecycle' } },
      { wait: '7d' },
      { do: 'tag.add', when: 'contact.risk >= 50', with: { tag: 'at-risk' } },
    ],
  },
]

const SEGMENTS = [
  { id: 'buyers', name: 'Buyers', if: "'buyer' in contact.tags" },
  { id: 'at-risk', name: 'At risk', if: 'contact.risk >= 60' },
  { id: 'core-buyers', name: 'Core buyers', if: "segment('buyers') && contact.active_days >= 15" },
]

export async function setUp({ ask }: Client): Promise<void> {
  const channel = { kind: 'sandbox', name: 'Community', config: {}, secrets: {} }
  await ask('PUT', '/api/v1/channels/community', channel)
  for (const workflow of WORKFLOWS) {
    await ask('PUT', `/api/v1/workflows/${workflow.id}`, workflow)
    await ask('POST', `/api/v1/workflows/${workflow.id}/publish`, {})
  }
  for (const { id, ...segment } of SEGMENTS) await ask('PUT', `/api/v1/segments/${id}`, segment)
}
