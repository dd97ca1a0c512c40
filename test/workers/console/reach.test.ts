import { beforeAll, describe, expect, it } from 'vitest'
import { get, idle } from '../../world.ts'
import { firstVisitor, type Visitor, visitor } from './visitor.ts'

let admin: Visitor

beforeAll(async () => {
  admin = await firstVisitor()
})

const FIELDS = {
  name: 'Spring <script>alert(1)</script>',
  theme: 'Member’s Monday',
  whom: 'all',
  when: 'at',
  at: '2030-03-04T10:00',
  category: 'lifecycle',
  'text:en': 'Hello {{contact.name}}\r\nand welcome',
  'text:zh-CN': '你好',
}

async function written(fields: Record<string, string> = {}): Promise<string> {
  const response = await admin.send('/broadcasts/new', { ...FIELDS, ...fields })
  const to = response.headers.get('location') ?? ''
  if (response.status !== 303) throw new Error(await response.text())
  return to.split('/').at(-1) ?? ''
}

describe('broadcasts', () => {
  it('writes what the form says, for whom and when it says', async () => {
    const one = await get(`/api/v1/broadcasts/${await written()}`)
    expect(one).toMatchObject({
      name: FIELDS.name,
      content: { en: { text: 'Hello {{contact.name}}\nand welcome' }, 'zh-CN': { text: '你好' } },
      audience: { segment: 'true' },
      schedule: { at: '2030-03-04T10:00:00.000Z' },
      category: 'lifecycle',
      status: 'draft',
    })
  })

  it('shows how it looks and for how many before anything is sent, and escapes whatever people wrote', async () => {
    const page = await admin.open(`/broadcasts/${await written()}`)
    expect(page).toContain('For 1 members.')
    expect(page).toContain('and welcome')
    expect(page).not.toContain('<script>alert')
  })

  it('keeps what the form does not show when it is changed', async () => {
    const content = {
      en: {
        text: 'Hi',
        card: { title: 'A card', url: 'https://example.com/' },
        buttons: [
          { text: 'One', url: 'https://example.com/1' },
          { text: 'Two', value: 'two' },
        ],
      },
      fr: { text: 'Salut' },
    }
    const made = await get('/api/v1/broadcasts', { body: { name: 'Rich', content, audience: { segment: 'true' } } })
    const form = await admin.open(`/broadcasts/${made.id}/edit`)
    const value = (name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1]?.replaceAll('&quot;', '"') ?? ''
    await admin.send(`/broadcasts/${made.id}/edit`, {
      ...{ name: 'Rich', whom: 'all', when: 'now', category: 'promotional', content: value('content') },
      ...{ 'text:en': 'Hi you', 'button:en': 'One', 'link:en': 'https://example.com/1', 'text:fr': 'Salut' },
    })
    const changed = await get(`/api/v1/broadcasts/${made.id}`)
    expect(changed.content).toEqual({ ...content, en: { ...content.en, text: 'Hi you' } })
  })

  it('counts an audience without saving, and says where a condition is wrong', async () => {
    const counted = await admin.send('/broadcasts/new', { ...FIELDS, verb: 'count' })
    expect(await counted.text()).toContain('That is 1 members now.')
    const wrong = await admin.send('/broadcasts/new', { ...FIELDS, whom: 'condition', condition: 'contact.pints > 1' })
    expect(wrong.status).toBe(400)
    expect(await wrong.text()).toContain('aria-invalid="true"')
  })

  it('goes through three approvals on its own page, and out to its members', async () => {
    const id = await written({ when: 'now' })
    await admin.send(`/broadcasts/${id}/submit`)
    for (const step of ['Operations', 'Brand', 'Legal']) {
      const page = await admin.open(`/broadcasts/${id}`)
      expect(page).toContain(step)
      const task = /formaction="(\/tasks\/[^"]+\/approve)"/.exec(page)?.[1] ?? ''
      const decided = await admin.send(task, { note: 'fine', _back: `/broadcasts/${id}` })
      expect(decided.headers.get('location')).toBe(`/broadcasts/${id}`)
      await idle()
    }
    await get('/dev/clock', { body: { advance: '1h' } })
    await idle()
    expect((await get(`/api/v1/broadcasts/${id}`)).status).toBe('done')
    expect(await admin.open(`/broadcasts/${id}`)).toContain('What became of it')
  })
})

describe('the calendar', () => {
  it('shows what goes out on which day with its theme, in both views and both languages', async () => {
    const id = await written()
    for (const view of ['month', 'week'])
      for (const language of ['en', 'zh-CN']) {
        const page = await (await visitor({ language })).open(`/calendar?view=${view}&day=2030-03-06`)
        expect(page).toContain(`/broadcasts/${id}`)
        expect(page).toContain('Member’s Monday')
      }
  })

  it('shows a day of its own for a day that is none', async () => {
    expect(await admin.open('/calendar?day=2030-02-31')).toContain('class="day today"')
  })
})
