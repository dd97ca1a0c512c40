import { beforeAll, expect, test } from 'vitest'
import { get, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: '2026-03-01T00:00:00Z' } })
  await sandbox('box')
  await get('/api/v1/settings', {
    method: 'PUT',
    body: {
      timezone: 'Asia/Shanghai',
      theme_days: [
        { on: 'tue', name: { en: 'Tea Tuesday', 'zh-CN': '周二茶话' } },
        { on: '03-08', name: 'Women’s Day' },
        { on: '2026-03-10', name: 'Opening' },
      ],
    },
  })
})

const calendar = (from: string, to: string, more = '') => get(`/api/v1/calendar?from=${from}&to=${to}${more}`)

test('shows days with a theme: each week, each year, and once, on the community’s clock', async () => {
  const { themes } = await calendar('2026-03-07T16:00:00Z', '2026-03-10T16:00:00Z', '&locale=zh-CN')
  expect(themes).toEqual([
    { on: '2026-03-08', name: 'Women’s Day' },
    { on: '2026-03-10', name: '周二茶话' },
    { on: '2026-03-10', name: 'Opening' },
  ])
  expect((await calendar('2027-03-07T16:00:00Z', '2027-03-08T15:59:59Z')).themes).toEqual([
    { on: '2027-03-08', name: 'Women’s Day' },
  ])
  for (const on of ['someday', '13-01', '2026-3-8'])
    expect((await answer('/settings', { method: 'PUT', body: { theme_days: [{ on, name: 'x' }] } })).status).toBe(400)
})

test('shows a broadcast at a local time on the day on which the community gets it', async () => {
  const { id } = await get('/api/v1/broadcasts', {
    body: {
      name: 'morning',
      content: { en: { text: 'Good morning' } },
      audience: { segment: 'true' },
      schedule: { local: '2026-03-05T09:30' },
    },
  })
  const day = await calendar('2026-03-04T16:00:00Z', '2026-03-05T16:00:00Z')
  expect(day.items).toMatchObject([{ kind: 'broadcast', id, at: '2026-03-05T01:30:00.000Z' }])
  expect((await calendar('2026-03-03T16:00:00Z', '2026-03-04T16:00:00Z')).items).toEqual([])
})
