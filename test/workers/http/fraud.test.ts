import { beforeAll, expect, test } from 'vitest'
import { invitations, misjudged, phoneOf, RING, written } from '../../local/witness/invitations.ts'
import { advance, contact, get, idle, migrate, sandbox } from '../../world.ts'

const FROM = Date.parse('2026-03-01T08:00:00Z')
const DAY = 86_400_000
const joins = invitations(200, FROM)

type Sent = { id: string; type: string; subject: string; at: number; data: object }

beforeAll(async () => {
  await migrate()
  await sandbox('club')
  await get('/api/v1/settings', { method: 'PUT', body: { referral: { auto: ['state'] } } })
  await get('/dev/clock', { body: { set: new Date(FROM - 2 * DAY).toISOString() } })
  const referrers = [...new Set(joins.map(({ referrer }) => referrer)), ...RING]
  await send(
    referrers.map((user) => ({
      ...{ id: `met-${user}`, type: 'custom.met', subject: user, at: FROM - 2 * DAY },
      data: { device: `d-${user}`, phone: phoneOf(user) },
    })),
  )
})

async function send(events: readonly Sent[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  for (let i = 0; i < events.length; i += 100) {
    const body = events.slice(i, i + 100).map(({ at, ...event }) => ({
      ...{ specversion: '1.0', source: 'test', time: new Date(at).toISOString() },
      ...event,
    }))
    await get('/events?channel=club', { body, headers })
  }
  await idle()
}

const codes = new Map<string, string>()
async function codeOf(user: string): Promise<string> {
  const known = codes.get(user)
  if (known !== undefined) return known
  const { id } = await contact('club', user)
  const { code } = await get(`/api/v1/contacts/${id}/referral-code`, { body: {} })
  codes.set(user, code)
  return code
}

async function referrals(): Promise<Map<string, { status: string; reason: string; signals: [] }>> {
  const { items: members } = { items: [] as { id: string; identities: { external_id: string }[] }[] }
  for (let cursor = ''; ; ) {
    const page = await get(`/api/v1/contacts?limit=200${cursor}`)
    members.push(...page.items)
    if (page.next_cursor === null) break
    cursor = `&cursor=${page.next_cursor}`
  }
  const names = new Map(members.map(({ id, identities }) => [id, identities[0]?.external_id ?? '']))
  const found = new Map()
  for (let cursor = ''; ; ) {
    const page = await get(`/api/v1/referrals?limit=200${cursor}`)
    for (const one of page.items) found.set(names.get(one.invitee_id), one)
    if (page.next_cursor === null) return found
    cursor = `&cursor=${page.next_cursor}`
  }
}

test('catches every fraud, also who came first of it, explains each, and holds at most 1 in 100 of the honest', async () => {
  const told: Sent[] = []
  for (const { user, referrer, at, data } of joins) {
    const { form, ...seen } = data
    const state = written(await codeOf(referrer), form)
    told.push({ id: `join-${user}`, type: 'member.joined', subject: user, at, data: { ...seen, state } })
  }
  await get('/dev/clock', { body: { set: new Date(FROM + 6 * DAY).toISOString() } })
  await send(told)
  await advance('8d')
  expect(misjudged(joins, await referrals())).toEqual([])
})

test('catches who closes a ring', async () => {
  const at = FROM + 14 * DAY
  const [first, second, third] = RING
  for (const [referrer, user] of [[first, second], [second, third], [third, first]] as const)
    await send([{ id: `ring-${user}`, type: 'member.joined', subject: user, at, data: { state: await codeOf(referrer) } }])
  await advance('8d')
  const found = await referrals()
  expect(found.get(first)).toMatchObject({ status: 'rejected', reason: 'ring' })
}) // biome-ignore format: one shape
