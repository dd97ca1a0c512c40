import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GROUPS } from '../../workers/console/pages/settings/groups.ts'
import { faults, hasChromium, openStage, type Stage } from './browser.ts'

let stage: Stage

/** Something in every place where settings hold something. */
const RICH = {
  calendars: { cn: { weekdays: ['mon'], holidays: ['2026-10-01', '2026-10-02'], makeup_days: ['2026-10-10'] } },
  theme_days: [{ on: 'mon', name: { en: 'Monday', 'zh-CN': '周一', ja: '月曜' } }, { on: '03-08', name: { en: 'Day' } }],
  points: { daily_limit: 100, expires_in: '365d', budgets: { fund: { points: 5, per: 'day' }, other: { points: 6 } } },
  approvals: { steps: [], timeout: '3d' },
  quiet_hours: { lifecycle: { policy: 'send' }, promotional: { from: '21:00' } },
  caps: [{ limit: 3, per: 'day' }, { limit: 9, per: '12h', policy: 'drop', category: 'promotional', count: 'all' }],
  digest: { below: 0, intro: { en: 'News', 'zh-CN': '摘要' } },
  unsubscribe: { words: ['bye'], resubscribe: [], confirm: false, texts: { unsubscribed: { en: 'Gone' } } },
  tiers: { levels: [{ id: 'low', name: { en: 'Low' }, points: 0 }, { id: 'high', if: 'contact.points > 9' }], grace: '7d' },
  roles: { kol: 'contact.points > 1', 大咖: 'contact.points > 2' },
  alerts: { levels: { '1': { timeouts: ['1m', '2m'] }, '3': { everyone: false } } },
  ai: { base_url: 'https://ai.test/v1', budget: { limit: 4 } },
  faqs: { min_confidence: 0.5, synonyms: [['a', 'b'], ['c', 'd', 'e']] },
  retention: { events_days: null, answers_days: 90 },
  stages: { not_activity: [] },
} // biome-ignore format: one list, read at a glance

describe.skipIf(!hasChromium)('settings in a browser', () => {
  beforeAll(async () => {
    stage = await openStage()
  }, 90_000)

  afterAll(() => stage?.close())

  it('are kept as they are shown: saving each of them unchanged changes nothing', async () => {
    const before = await stage.api('/api/v1/settings', RICH, 'PUT')
    const { page, open, complaints } = await stage.visit()
    for (const { id, sections } of GROUPS) {
      await open(`/settings/${id}`)
      for (const { name } of sections) {
        await page.locator(`#${name} button[type=submit]`).click()
        await page.getByRole('status').waitFor()
        expect(await stage.api('/api/v1/settings'), `${id} ${name}`).toEqual(before)
      }
    }
    expect(complaints).toEqual([])
  }, 120_000)

  it('are quick to read aloud, and fit a telephone', async () => {
    await stage.api('/api/v1/settings', RICH, 'PUT')
    const { page, open } = await stage.visit({ locale: 'zh-CN', width: 380, dark: true })
    for (const path of ['/settings', ...GROUPS.map(({ id }) => `/settings/${id}`)]) {
      await open(path)
      expect(await faults(page), path).toEqual([])
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect(wide, path).toBeLessThanOrEqual(0)
    }
  }, 90_000)

  it('are added, changed and removed row by row, and say where something is wrong', async () => {
    const { page, open } = await stage.visit()
    await stage.api('/api/v1/settings', { caps: [] }, 'PUT')
    await open('/settings/messages')
    const caps = page.locator('#caps')
    await caps.getByLabel('At most').fill('2')
    await caps.getByLabel('In', { exact: true }).fill('often')
    await caps.getByRole('button', { name: 'Save' }).click()
    await caps.getByRole('alert').waitFor()
    expect(await caps.getByLabel('In', { exact: true }).first().getAttribute('aria-invalid')).toBe('true')
    await caps.getByLabel('In', { exact: true }).first().fill('week')
    await caps.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').getByText('Kept').waitFor()
    expect((await stage.api('/api/v1/settings')).caps).toMatchObject([{ limit: 2, per: 'week', count: 'category' }])
    await caps.getByLabel('At most').first().fill('')
    await caps.getByLabel('In', { exact: true }).first().fill('')
    await caps.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').waitFor()
    expect((await stage.api('/api/v1/settings')).caps).toEqual([])
  }, 60_000)
})
