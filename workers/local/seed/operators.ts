import type { Client } from './client.ts'
import { DAY_MS } from './days.ts'
import { GATHERINGS } from './gatherings.ts'

const HOUR_MS = 3_600_000
const text = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const iso = (at: number) => new Date(at).toISOString()

type Approval = { status: string; task_id: string | null }
type Item = { id: string; [field: string]: unknown }

/** What the operators do at the end of a day: announce, write to many, and work off what waits for a person. */
export function operators(api: Client, from: number): (day: number) => Promise<void> {
  const post = async (path: string, body: object = {}) => (await api.ask('POST', `/api/v1${path}`, body)) as Item
  const list = async (path: string) =>
    ((await api.ask('GET', `/api/v1${path}${path.includes('?') ? '&' : '?'}limit=200`)) as { items: Item[] }).items
  const at = (day: number, hour = 0) => iso(from + day * DAY_MS + hour * HOUR_MS)

  const approve = async (broadcast: Item) => {
    for (let left = 5; left > 0; left--) {
      const { approvals } = (await api.ask('GET', `/api/v1/broadcasts/${broadcast.id}`)) as { approvals: Approval[] }
      const open = approvals.find(({ status }) => status === 'open')
      if (!open) return
      await post(`/tasks/${open.task_id}/approve`, { note: 'ok' })
    }
  }
  const write = async (name: string, body: object, until: 'draft' | 'submitted' | 'approved') => {
    const broadcast = await post('/broadcasts', { name, ...body })
    if (until !== 'draft') await post(`/broadcasts/${broadcast.id}/submit`)
    if (until === 'approved') await approve(broadcast)
  }
  const alert = async (name: string, level: number, title: string, ends: boolean) => {
    const { alert_id: id } = await post('/alerts', { name, level, title })
    await post(`/alerts/${id}/acknowledge`, { note: 'looking' })
    if (ends) await post(`/alerts/${id}/resolve`, { note: 'solved' })
  }

  const workOff = async () => {
    const open = await list('/tasks?status=open')
    for (const [i, { id, kind }] of open.entries()) {
      if (kind === 'approval' || i % 5 === 4) continue
      if (kind === 'complaint' && i % 2 === 0)
        await post(`/tasks/${id}/answer`, { text: '非常抱歉，我们马上处理。 We are on it, sorry for the trouble.' })
      await post(`/tasks/${id}/done`, { note: '已处理' })
    }
    for (const [i, { id }] of (await list('/contributions?status=waiting')).entries())
      if (i % 6 < 5) await post(`/contributions/${id}/grade`, { grade: 2 + (i % 4) })
    for (const [i, { id }] of (await list('/referrals?status=review')).entries())
      if (i % 2 === 0) await post(`/referrals/${id}/reject`, { reason: 'one telephone' })
  }

  const announce = async (day: number) => {
    for (const { id, opens, held, capacity, name, place } of GATHERINGS)
      if (opens === day + 1)
        await api.ask('PUT', `/api/v1/gatherings/${id}`, {
          ...{ name, place, capacity, starts_at: at(held, 10), ends_at: at(held, 12) },
        })
  }

  const plans: Record<number, () => Promise<void>> = {
    27: () => write('Spring sale', { ...SALE, schedule: { at: at(29, 2) } }, 'approved'),
    32: () => alert('negative-remarks', 2, 'More complaints than usual about delivery', true),
    58: () =>
      api.ask('PUT', '/api/v1/campaigns/summer', {
        name: text('Summer campaign', '夏日活动'),
        phases: { warm_up: at(60), burst: at(66), continuation: at(70), wrap_up: at(86) },
        ends_at: at(96),
      }) as Promise<void>,
    60: () => write('What is new', { ...NEWS, schedule: { at: at(61, 2) } }, 'approved'),
    63: () => alert('checkout-errors', 3, 'The shop answers slowly', true),
    87: async () => {
      await write('Thank you', { ...NEWS, schedule: { at: at(93, 2) } }, 'approved')
      await alert('member-conflict', 1, 'Two members argue in the group', false)
    },
    89: async () => {
      await write('Market day', { ...SALE, schedule: { at: at(96, 2) } }, 'submitted')
      await write('Ideas for the winter', NEWS, 'draft')
    },
  }

  return async (day) => {
    await announce(day)
    await plans[day]?.()
    if (day % 7 === 6) await workOff()
  }
}

const SALE = {
  audience: { segment: "segment('buyers')" },
  content: {
    en: { text: 'Hello {{contact.name}}, ten percent off until Sunday.' },
    'zh-CN': { text: '{{contact.name}}，全场九折，周日截止。' },
  },
}
const NEWS = {
  audience: { segment: "contact.stage == 'active'" },
  category: 'lifecycle',
  content: {
    en: { text: 'Hello {{contact.name}}, this is what is new in the community.' },
    'zh-CN': { text: '{{contact.name}}，看看社群最近的新鲜事。' },
  },
}
