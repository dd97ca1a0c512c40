import { beforeAll, describe, expect, it } from 'vitest'
import { get, happens, idle, migrate, sandbox } from '../../world.ts'
import { visitor } from './visitor.ts'

beforeAll(async () => {
  await migrate()
})

describe('the first visit', () => {
  it('says what to do first, and what is done already', async () => {
    const admin = await visitor()
    const empty = await admin.open('/')
    expect(empty).toContain('Five steps to your first automation')
    expect(empty).not.toContain('badge good')
    await sandbox('chat')
    const begun = await admin.open('/')
    expect(begun.match(/class="badge good"/g)).toHaveLength(1)
    expect(await admin.open('/figures')).toContain('No figures yet')
  })

  it('plays a week of a template with one’s answers before anything is installed', async () => {
    const admin = await visitor()
    const played = await admin.send('/templates/welcome', { verb: 'preview', 'input.community': 'The Tea House' })
    expect(played.status).toBe(200)
    expect(await played.text()).toContain('A week with your answers')
    expect((await get('/api/v1/workflows')).items).toEqual([])
  })
})

describe('figures', () => {
  it('tell courses, retention and the funnel in words and tables too, in days of the zone that was chosen', async () => {
    await happens('chat', 'u1', 'member.joined')
    await happens('chat', 'u1', 'checkin.made')
    await idle()
    for (const [language, said] of [
      ['en', 'New members: 1 in all'],
      ['zh-CN', '新增成员：合计 1'],
    ] as const) {
      const page = await (await visitor({ language })).open('/figures?days=7')
      expect(page).toContain(said)
      expect(page).toMatch(/<th scope="row">[^<]*<\/th><td class="num">1<\/td>/)
    }
  })

  it('shows times in the zone that the reader has chosen, and only in one that there is', async () => {
    const admin = await visitor()
    await admin.send('/preferences', { locale: 'en', zone: 'Asia/Tokyo', theme: 'dark', all: 'true' })
    expect(await admin.open('/')).toContain('>Asia/Tokyo</a>')
    await admin.send('/preferences', { locale: 'en', zone: 'Nowhere/Land', theme: 'dark', all: 'true' })
    expect(await admin.open('/')).toContain('>UTC</a>')
  })
})
