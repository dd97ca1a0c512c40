import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }

/** Nobody else says this: wherever it is found, it is of her. */
const MARK = 'zzmark'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any

const put = (path: string, body: object) => get(`/api/v1${path}`, { method: 'PUT', body })

beforeAll(async () => {
  await migrate()
  await sandbox('club')
  await put('/badges/star', { name: 'Star' })
  await put('/coupons/free', { name: 'Free', kind: 'generated', prefix: 'F' })
  await put('/items/mug', { name: 'Mug', points: 5, stock: 3 })
  await put('/gatherings/tea', { name: 'Tea', starts_at: '2099-01-01T10:00:00Z', capacity: 5 })
  await put('/surveys/nps', { questions: [{ id: 'nps', type: 'nps', text: { en: 'How likely?' } }] })
  await install({
    id: 'whole',
    triggers: [{ on: 'custom.whole' }],
    actions: [
      { do: 'points.award', with: { points: 50, reason: 'for {{event.data.text}}' } },
      { do: 'points.redeem', with: { item: 'mug', reason: 'mug' } },
      { do: 'coupon.issue', with: { coupon: 'free' } },
      { do: 'badge.grant', with: { badge: 'star' } },
      { do: 'note.add', with: { text: 'note of {{event.data.text}}' } },
      { do: 'task.create', with: { title: 'call {{event.data.text}}' } },
      { do: 'complaint.open', with: { title: 'unhappy {{event.data.text}}' } },
      { do: 'contribution.add', with: { kind: 'story', title: 'story of {{event.data.text}}', text: 'x' } },
      { do: 'tag.add', with: { tag: 'tag-{{event.data.text}}' } },
      { do: 'consent.set', with: { category: 'promotional', granted: true } },
      { do: 'checkin.record', with: {} },
      { do: 'signup.add', with: { gathering: 'tea' } },
      { do: 'referral.attribute', with: { code: { expr: 'event.data.code' } } },
      { do: 'message.send', with: { text: 'hello {{event.data.text}}', category: 'transactional' } },
      { split: [{ name: 'a', weight: 1, then: [] }], id: 'which' },
      { id: 'ask', do: 'survey.ask', with: { survey: 'nps', timeout: '3d' } },
      { wait: '30d' },
    ],
  })
  await install({
    id: 'friend',
    triggers: [{ on: 'custom.friend' }],
    actions: [{ do: 'referral.attribute', with: { code: { expr: 'event.data.code' } } }],
  })
})

/** Somebody of whom everything is kept that can be, who was brought by `by` and has brought one herself. */
async function known(user: string, by: string): Promise<string> {
  const { code } = await get(`/api/v1/contacts/${by}/referral-code`, { body: {} })
  await happens('club', user, 'custom.whole', { code, text: MARK })
  await idle()
  const { id } = await contact('club', user)
  await happens('club', user, 'message.received', { text: '9' })
  await idle()
  await get(`/api/v1/contacts/${id}`, {
    method: 'PATCH',
    body: { name: `Name ${MARK}`, email: `${MARK}@example.com`, phone: `+49${MARK}`, traits: { of: MARK } },
  })
  const own = await get(`/api/v1/contacts/${id}/referral-code`, { body: {} })
  await happens('club', `friend-of-${user.slice(0, 1)}`, 'custom.friend', { code: own.code })
  await idle()
  return id
}

/** Tables that say of their rows which contact they are of, with the columns that do. */
async function tablesOfContacts(): Promise<Map<string, string[]>> {
  const { results } = await DB.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all<{
    name: string
    sql: string
  }>()
  const found = new Map<string, string[]>([['subjects', ['id']]])
  for (const { name, sql } of results) {
    const columns = [...sql.matchAll(/`(subject_id|contact_id|invitee_id|referrer_id|from_id|into_id)`/g)].map(
      ([, column]) => column ?? '',
    )
    if (columns.length > 0) found.set(name, [...new Set(columns)])
  }
  return found
}

async function rowsOf(table: string, columns: readonly string[], id: string): Promise<number> {
  const where = columns.map((column) => `${column} = ?1`).join(' OR ')
  const row = await DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).bind(id).first<{ n: number }>()
  return row?.n ?? 0
}

/** Where each table's rows stand in an export. Those that say only what others say, and no more, have a reason instead. */
const SECTIONS: Record<string, string> = {
  subjects: 'contact',
  ledger: 'points',
  journal: 'history',
  events: 'events',
  contact_notes: 'notes',
  codes: 'coupons',
  runs: 'runs',
  deliveries: 'messages',
  tasks: 'tasks',
  consents: 'consents',
  survey_answers: 'survey_answers',
  signups: 'sign_ups',
  referrals: 'referrals',
  referral_codes: 'referral_codes',
  contributions: 'contributions',
  exposures: 'experiments',
  audit: 'changes',
  merged: 'merged',
}
const DERIVED: Record<string, string> = {
  identities: 'as contact.identities',
  terms: 'an index of tags, tier and name',
  standings: 'as remembered.boards',
  presence: 'an index of events',
  alerts: 'of a system; no more than its event says',
}

test('members: an export has every row of every table that is about a contact', async () => {
  await happens('club', 'host', 'custom.hello')
  await idle()
  const id = await known('eva', (await contact('club', 'host')).id)
  await happens('club', 'eva-twin', 'custom.hello')
  await idle()
  const twin = (await contact('club', 'eva-twin')).id
  await get('/api/v1/contacts/merge', { body: { into: id, from: twin } })
  await idle()
  await get('/api/v1/leaderboards/points?period=all')
  const all: Any = await get(`/api/v1/contacts/${id}/export`)
  for (const [table, columns] of await tablesOfContacts()) {
    if (DERIVED[table]) continue
    const section = all[SECTIONS[table] ?? `nothing for ${table}`]
    expect(section, `of ${table}`).toBeDefined()
    const rows = await rowsOf(table, columns, id)
    expect(rows, `${table} has something to be told`).toBeGreaterThan(0)
    if (Array.isArray(section)) expect(section.length, `all of ${table}`).toBeGreaterThanOrEqual(rows)
  }
  expect(all).toMatchObject({
    contact: { id, name: `Name ${MARK}`, identities: [{}, {}] },
    survey_answers: [{ survey_id: 'nps', score: 9, answers: { nps: 9 } }],
    sign_ups: [{ gathering_id: 'tea', status: 'confirmed' }],
    coupons: [{ pool_id: 'free' }],
    merged: [{ from_id: twin }],
    remembered: { badges: { star: expect.any(Number) }, boards: { points: {} } },
  })
  expect(all.referrals).toHaveLength(2)
  expect(all.consents[0]).toMatchObject({ category: 'promotional', granted: 1, proof: expect.any(String) })
  expect(all.messages.map(({ body }: { body: string }) => body)).toContain(`hello ${MARK}`)
  expect(JSON.stringify(all)).not.toMatch(/"(lease|ticket)":/)
})

const figures = async () => {
  const overview = await get('/api/v1/metrics/overview')
  const workflow = await get('/api/v1/metrics/workflows/whole')
  const pool = await get('/api/v1/coupons/free')
  return { ...overview.figures, days: overview.days, entered: workflow.entered, issued: pool.issued }
}

test('members: erasing a contact leaves nothing that says who it was, and the figures as they were', async () => {
  const { id: by } = await contact('club', 'host')
  const id = await known('mia', by)
  const { id: twin } = await meet('mia-twin')
  await get('/api/v1/contacts/merge', { body: { into: id, from: twin } })
  await advance('1m')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { tags: ['open-note'] } })
  const before = await figures()
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  await idle()
  await advance('1m')
  const after = await figures()
  expect(after).toEqual(before)
  const left: string[] = []
  for (const [table, columns] of await tablesOfContacts()) if ((await rowsOf(table, columns, id)) > 0) left.push(table)
  // An opaque id that nothing else knows: what happened when, and whose invitation somebody else followed.
  const opaque = [
    'audit',
    'events',
    'exposures',
    'journal',
    'presence',
    'referrals',
    'standings',
    'deliveries',
    'signups',
  ]
  expect(left.filter((table) => !opaque.includes(table))).toEqual([])
  expect(await mentions('mia')).toEqual([])
  await get(`/api/v1/contacts/${(await contact('club', 'eva')).id}`, { method: 'DELETE' })
  await idle()
  expect(await mentions(MARK)).toEqual([])
})

test('members: erasing one takes them out of what others were told, and leaves the figures of what they did', async () => {
  await sandbox('desk')
  await put('/rotas/night', { people: { ann: { channel: 'desk', to: 'ann' } }, lines: [{ people: ['ann'] }] })
  await put('/settings', { alerts: { rota: 'night' } })
  const post = (text: string) => ({ do: 'message.post', with: { channel: 'desk', room: 'ops', text } })
  const top = { id: 'top', do: 'leaderboard.top', with: { board: 'points', period: 'all', limit: 10 } }
  const board = [top, post('{{#each steps.top.top}}{{name}} {{/each}}')]
  await install({ id: 'board', triggers: [{ on: 'custom.board' }], actions: board })
  await install({ id: 'echo', triggers: [{ on: 'alert.raised' }], actions: [post('oh {{event.data.title}}')] })
  const hear = { do: 'message.send', with: { text: '{{event.data.who}} is here', category: 'transactional' } }
  await install({ id: 'hear', triggers: [{ on: 'custom.told' }], actions: [hear] })
  const host = await meet('greeter')
  await install({
    id: 'spread',
    triggers: [{ on: 'custom.spread' }],
    actions: [
      { do: 'points.award', with: { points: 9000, reason: 'first' } },
      { do: 'alert.raise', with: { name: 'angry', level: 2, title: '{{contact.name}} is angry', detail: 'maybelle?' } },
      { do: 'event.emit', with: { type: 'custom.told', contact_id: host.id, data: { who: '{{contact.name}}' } } },
      { id: 'ask', do: 'survey.ask', with: { survey: 'nps', timeout: '3d' } },
    ],
  })
  const { id } = await meet('belle')
  await put(`/gatherings/over`, {
    name: 'Over',
    starts_at: new Date(Date.now() + 3_600_000).toISOString(),
    capacity: 3,
  })
  const named = { body: { name: 'Belle' }, method: 'PATCH', headers: { 'idempotency-key': 'belle' } }
  await get(`/api/v1/contacts/${id}`, named)
  await happens('club', 'belle', 'custom.spread')
  await idle()
  await happens('club', 'belle', 'message.received', { text: '10' })
  await happens('club', 'greeter', 'custom.board')
  await idle()
  await get('/api/v1/gatherings/over/signup', { body: { contact_id: id } })
  await get('/api/v1/gatherings/over/checkin', { body: { contact_id: id } })
  const complaint = { do: 'complaint.open', with: { title: 'unhappy {{contact.name}}' } }
  await install({ id: 'gripe', triggers: [{ on: 'custom.gripe' }], actions: [complaint] })
  await happens('club', 'belle', 'custom.gripe')
  await idle()
  const mine = (await get(`/api/v1/tasks?contact_id=${id}`)).items
  await get(`/api/v1/tasks/${mine[0].id}/done`, { body: { note: 'rang Belle' } })
  await idle()
  expect(await mentions('Belle')).toEqual(
    expect.arrayContaining(['answers', 'alerts', 'deliveries', 'events', 'journal', 'runs', 'subjects', 'tasks']),
  )
  const counted = async () => ({
    gathering: await get('/api/v1/gatherings/over'),
    survey: await get('/api/v1/surveys/nps/results'),
    complaints: await get('/api/v1/tasks/report'),
  })
  const before = await counted()
  expect(before).toMatchObject({ gathering: { figures: { came: 1 } }, complaints: { fixed: 1 } })
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  await idle()
  expect(await mentions('Belle')).toEqual([])
  expect(await counted()).toEqual(before)
  // Another word that holds the name is another word, and what is told of others stays.
  expect(await mentions('maybelle')).toEqual(expect.arrayContaining(['deliveries', 'events']))
  expect((await get(`/api/v1/messages?contact_id=${host.id}`)).items.map(({ text }: Any) => text)).toContain(
    '… is here',
  )
  expect((await get('/api/v1/tasks?limit=200')).items.map((task: Any) => task.contact_id)).not.toContain('')
  const repeated = await ask(`/api/v1/contacts/${id}`, named)
  expect([repeated.status, await repeated.text()]).toEqual([200, ''])
})

test('members: what was sent of an upload that nobody finished or that was cancelled does not stay', async () => {
  const csv = 'external_id,name\nabandoned-1,Abandoned\n'
  const upload = (query: string) =>
    ask(`/api/v1/contacts/import?channel=club&${query}`, { body: csv, headers: { 'content-type': 'text/csv' } })
  expect((await upload('upload=begun&part=1')).status).toBe(200)
  const parts = async () => (await DB.prepare('SELECT job_id FROM import_parts').all()).results
  expect(await parts()).toEqual([{ job_id: 'import-begun' }])
  await advance('3d')
  expect(await parts()).toEqual([])
  const { id } = (await (await upload('upload=stopped&last=true')).json()) as { id: string }
  await DB.prepare("UPDATE jobs SET status = 'paused' WHERE id = ?").bind(id).run()
  await get(`/api/v1/jobs/${id}/cancel`, { body: {} })
  expect(await parts()).toEqual([])
})

test('members: forgets also what could not be handled, which is listed until then', async () => {
  const { id } = await meet('zoe')
  await DB.prepare(
    `INSERT INTO events (id, type, channel, external_id, at, received_at, data, causes, status, lease_until)
      VALUES ('bad-zoe', 'custom.bad', 'club', 'zoe', 1, 1, '{"said":"zoe-secret"}', '[]', 'failed', 0)`,
  ).run()
  const { items } = await get(`/api/v1/events?contact_id=${id}`)
  expect(items.map((one: { id: string; status: string }) => [one.id, one.status])[0]).toEqual(['bad-zoe', 'failed'])
  expect((await get(`/api/v1/events?contact_id=${id}&status=failed`)).items).toHaveLength(1)
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  expect(await mentions('zoe-secret')).toEqual([])
})

async function meet(user: string): Promise<{ id: string }> {
  await happens('club', user, 'custom.hello')
  await idle()
  return contact('club', user)
}

/** Tables that say this anywhere. */
async function mentions(text: string): Promise<string[]> {
  const { results } = await DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_cf%' AND name NOT LIKE 'd1%'",
  ).all<{ name: string }>()
  const found: string[] = []
  for (const { name } of results) {
    const { results: rows } = await DB.prepare(`SELECT * FROM ${name}`).all()
    if (rows.some((row) => JSON.stringify(row).includes(text))) found.push(name)
  }
  return found
}
