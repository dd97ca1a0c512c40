import { beforeAll, expect, it, vi } from 'vitest'
import { advance, get, idle, install, migrate, sandbox } from '../../world.ts'

/** A batch of members is written to; the platform refuses one, and is not well while it takes another. */
const DAY = '2031-05-12'
const CROWD = 12
const [REFUSED, SLOW] = ['r4', 'r7']
const TRIES = 3

const posted: string[] = []

beforeAll(async () => {
  await migrate()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    const { to } = JSON.parse(String((init as RequestInit).body))
    posted.push(to)
    if (to === REFUSED) return new Response('no such user', { status: 400 })
    const isSlow = to === SLOW && posted.filter((one) => one === SLOW).length < TRIES
    return isSlow ? new Response('not now', { status: 503 }) : Response.json({ id: 'p' })
  })
  await sandbox('out', { api_base: 'https://provider.test' })
  await get('/dev/clock', { body: { set: `${DAY}T10:00:00Z` } })
  await install({
    id: 'offer',
    triggers: [{ on: 'custom.offer' }],
    actions: [
      { id: 'm', do: 'message.send', with: { text: 'hi', category: 'transactional' } },
      { do: 'tag.add', with: { tag: 'behind it' } },
    ],
  })
  await get('/events?channel=out', {
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: Array.from({ length: CROWD }, (_, i) => ({
      ...{ specversion: '1.0', id: `r${i}`, source: '/t', type: 'custom.offer', subject: `r${i}`, data: {} },
    })),
  })
  await idle()
  await advance('2h')
  await idle()
})

const others = Array.from({ length: CROWD }, (_, i) => `r${i}`).filter((one) => one !== REFUSED && one !== SLOW)

it('one recipient whom the platform rejects holds up nobody, and nobody is sent to again for it', async () => {
  for (const one of others) expect([one, posted.filter((to) => to === one).length]).toEqual([one, 1])
  expect(posted.filter((to) => to === REFUSED)).toHaveLength(1)
  const { items } = await get('/api/v1/messages?limit=200')
  const status = new Map(items.map((message: { to: string; status: string }) => [message.to, message.status]))
  expect([...status.values()].filter((one) => one === 'sent')).toHaveLength(CROWD - 1)
  expect(status.get(REFUSED)).toBe('failed')
  const { items: runs } = await get('/api/v1/runs?workflow=offer&limit=200')
  expect(runs.map((run: { status: string }) => run.status)).toEqual(Array.from({ length: CROWD }, () => 'completed'))
})

it('counts a message once, however often it was tried', async () => {
  expect(posted.filter((to) => to === SLOW)).toHaveLength(TRIES)
  const { items } = await get('/api/v1/messages?limit=200')
  expect(items).toHaveLength(CROWD)
  const tried = items.filter(({ to }: { to: string }) => to === SLOW)
  expect(tried).toMatchObject([{ status: 'sent', attempts: TRIES }])
  const { figures } = await get(`/api/v1/metrics/overview?from=${DAY}&to=${DAY}`)
  expect(figures.messages).toMatchObject({ sent: CROWD - 1, failed: 1, skipped: 0 })
})
