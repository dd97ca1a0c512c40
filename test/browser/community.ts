import type { Stage } from './browser.ts'

/** What members may call themselves. */
export const HOSTILE = `<script>alert(1)</script> "quoted" ‮אבג‬ 🎉 ${'很长的名字'.repeat(30)}`
const LONG = `<img src=x onerror=alert(1)> ${'没有空格的很长的一句话'.repeat(900)}`.slice(0, 10_000)

const GIFT = {
  id: 'gift',
  name: { en: 'A gift', 'zh-CN': '一份礼物' },
  triggers: [{ on: 'member.joined' }],
  settings: { category: 'transactional' },
  actions: [
    { id: 'hello', do: 'message.send', with: { text: 'Hello {{contact.name}}' } },
    {
      id: 'ask',
      approve: { title: 'Give {{contact.name}} a gift?', timeout: '3d' },
      then: [{ do: 'tag.add', with: { tag: 'gifted' } }],
    },
  ],
}
const FRAGILE = {
  id: 'fragile',
  name: { en: 'Fragile', 'zh-CN': '易碎' },
  triggers: [{ on: 'order.paid' }],
  actions: [{ id: 'spend', do: 'points.redeem', with: { points: 10, reason: 'gift' } }],
}
const LONG_FLOW = {
  id: 'long',
  name: 'Long',
  triggers: [{ on: 'order.refunded' }],
  actions: Array.from({ length: 100 }, (_, i) => ({ do: 'tag.add', with: { tag: `t${i}` } })),
}

/** A community in which something of everything has happened. */
export async function settle({ api }: Pick<Stage, 'api'>): Promise<void> {
  await api('/api/v1/channels/chat', { kind: 'sandbox', name: 'Chat', config: {}, secrets: {} }, 'PUT')
  for (const flow of [GIFT, FRAGILE, LONG_FLOW]) {
    await api(`/api/v1/workflows/${flow.id}`, flow, 'PUT')
    await api(`/api/v1/workflows/${flow.id}/publish`, {})
  }
  let count = 0
  const happens = async (user: string, type: string, name: string, data: object = {}) => {
    count += 1
    await api('/hooks/chat', { id: `settled-${count}`, type, user: { id: user, name }, data })
    await api('/dev/idle')
  }
  await happens('u1', 'member.joined', 'Ada')
  await happens('u2', 'member.joined', HOSTILE)
  await happens('u1', 'order.paid', 'Ada', { amount: 5 })
  await happens('u2', 'message.received', HOSTILE, { text: LONG })
  const { items } = await api<{ items: { id: string }[] }>('/api/v1/contacts?limit=2')
  const [member = ''] = items.map(({ id }) => id)
  await api('/api/v1/segments', { id: 'rich', name: 'Rich', if: "contact.points > 100 && 'vip' in contact.tags" })
  await api('/api/v1/contributions', { contact_id: member, title: HOSTILE.slice(0, 250), text: LONG.slice(0, 5000) })
  await api('/api/v1/alerts', { name: 'outage', level: 2, title: 'The shop is down' })
  await api(
    '/api/v1/faqs/open',
    { questions: ['When do you open?', HOSTILE], answer: { en: 'At nine.' }, tags: ['shop'] },
    'PUT',
  )
  const questions = [
    { id: 'q1', type: 'nps', text: { en: 'Would you recommend us?' } },
    { id: 'q2', type: 'choice', text: { en: 'Why?' }, options: ['Price', HOSTILE.slice(0, 60)] },
  ]
  await api('/api/v1/surveys/mood', { name: { en: 'Mood' }, questions }, 'PUT')
  const content = { en: { text: `Hello {{contact.name}} ${LONG.slice(0, 900)}` } }
  await api('/api/v1/broadcasts', {
    name: HOSTILE.slice(0, 190),
    content,
    audience: { segment: 'true' },
    category: 'lifecycle',
  })
  await api('/api/v1/gatherings/tea', { name: 'Tea', starts_at: '2031-05-01T18:30:00Z', capacity: 20 }, 'PUT')
  const phases = { warm_up: at('01'), burst: at('02'), continuation: at('03'), wrap_up: at('04') }
  await api('/api/v1/campaigns/spring', { name: 'Spring', phases, ends_at: at('05') }, 'PUT')
  const people = { lin: { channel: 'chat', to: 'u1' } }
  await api('/api/v1/rotas/shop', { name: 'Shop', people, lines: [{ people: ['lin'] }] }, 'PUT')
  await api('/dev/idle')
}

const at = (day: string) => `2031-06-${day}T00:00:00Z`
