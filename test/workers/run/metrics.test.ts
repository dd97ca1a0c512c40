import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { advance, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('shop')
  await get('/dev/clock', { body: { set: '2026-03-01T00:00:30Z' } })
})

const add = (metric: string, value?: object) => ({ do: 'metric.add', with: { metric, ...value } })
const counting = (id: string, metric: string) =>
  install({
    id,
    triggers: [{ on: `custom.${id}` }],
    actions: [add(metric, { value: { expr: 'event.data.n' } })],
  })
const watching = (id: string, trigger: object) =>
  install({ id, triggers: [trigger], actions: [{ set: { seen: { expr: 'event.data' } } }] })

async function counts(id: string, n: number, user = 'ann'): Promise<void> {
  await happens('shop', user, `custom.${id}`, { n })
  await idle()
}

// biome-ignore lint/suspicious/noExplicitAny: runs as the API shows them
async function runsOf(workflow: string): Promise<any[]> {
  return (await get(`/api/v1/runs?workflow=${workflow}&limit=200`)).items
}

it('starts when the line is crossed, once, and again only after it was left', async () => {
  await counting('sale', 'sales')
  await watching('rush', { metric: 'sales', window: '1h', if: 'value >= 10' })
  await counts('sale', 6)
  expect(await runsOf('rush')).toHaveLength(0)
  await counts('sale', 5)
  const [run] = await runsOf('rush')
  expect(run).toMatchObject({
    status: 'completed',
    contact_id: null,
    vars: { seen: { workflow_id: 'rush', trigger: 0, metric: 'sales', value: 11, baseline: 0 } },
  })
  await counts('sale', 5)
  await advance('30m')
  await counts('sale', 1)
  expect(await runsOf('rush')).toHaveLength(1)
  await advance('1h')
  await counts('sale', 9)
  expect(await runsOf('rush')).toHaveLength(1)
  await counts('sale', 1)
  expect(await runsOf('rush')).toHaveLength(2)
})

it('compares with the mean of the seven windows before, and notices a fall without anything being counted', async () => {
  await counting('visit', 'visits')
  for (let day = 0; day < 7; day++) {
    await counts('visit', 70)
    await advance('1d')
  }
  await counts('visit', 70)
  await watching('quiet', { metric: 'visits', window: '24h', if: 'value < baseline * 0.5' })
  await watching('high', { metric: 'visits', window: '24h', if: 'value > baseline * 2.0' })
  await advance('23h')
  expect(await runsOf('quiet')).toHaveLength(0)
  await advance('61m')
  expect((await runsOf('quiet')).map(({ vars }) => vars.seen)).toMatchObject([{ value: 0, baseline: 70 }])
  await counts('visit', 150)
  expect((await runsOf('high')).map(({ vars }) => vars.seen)).toMatchObject([{ value: 150, baseline: 70 }])
})

it('starts once when many count at the same instant', async () => {
  await counting('click', 'clicks')
  await watching('many', { metric: 'clicks', window: '1h', if: 'value >= 20' })
  await Promise.all(Array.from({ length: 40 }, (_, i) => happens('shop', `c${i}`, 'custom.click', { n: 1 })))
  await idle()
  const row = await DB.prepare("SELECT sum(value) AS n FROM metrics WHERE metric = 'clicks'").first<{ n: number }>()
  expect(row?.n).toBe(40)
  expect(await runsOf('many')).toHaveLength(1)
})

it('does not start for a line that was crossed before it was published', async () => {
  await watching('late', { metric: 'clicks', window: '1d', if: 'value >= 20' })
  await counts('click', 1)
  expect(await runsOf('late')).toHaveLength(0)
})

it('comes to an end when workflows cross each other’s lines', async () => {
  const swing = (id: string, test: string, value: number) =>
    install({ id, triggers: [{ metric: 'swing', window: '1h', if: test }], actions: [add('swing', { value })] })
  await counting('push', 'swing')
  await swing('down', 'value > 0', -10)
  await swing('up', 'value < 0', 10)
  await counts('push', 5)
  expect(await runsOf('down')).toHaveLength(2)
  expect(await runsOf('up')).toHaveLength(2)
})
