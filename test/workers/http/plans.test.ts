import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

/** What grows with the community. */
const LARGE = [
  'subjects', 'identities', 'journal', 'events', 'runs', 'deliveries', 'ledger', 'standings', 'terms', 'referrals',
  'referral_codes', 'codes', 'consents', 'contact_notes', 'survey_answers', 'signups', 'tasks', 'exposures', 'presence', 'merged', 'grants',
] // biome-ignore format: one list, read at a glance

const { DB } = env as unknown as { DB: D1Database }
const asked = new Set<string>()
/** Each statement is prepared once, and judged with the request that asked it first. */
const judged = new Set<string>()

beforeAll(async () => {
  const original = Object.getPrototypeOf(DB).prepare
  vi.spyOn(Object.getPrototypeOf(DB), 'prepare').mockImplementation(function (this: D1Database, ...args: unknown[]) {
    asked.add(String(args[0]))
    return original.apply(this, args)
  })
  await migrate()
  await sandbox('plan')
  await install({
    id: 'plan',
    triggers: [{ on: 'member.joined' }],
    actions: [
      { do: 'points.award', with: { points: 5, reason: 'joined' } },
      { do: 'message.send', with: { text: 'hi', category: 'transactional' } },
      { wait: '1d' },
    ],
  })
  await happens('plan', 'ann', 'member.joined')
  await idle()
})

/** Of each request, the statements that walk a large table from end to end: none but a page of all of it, by its key. */
test.each([
  ['/contacts'],
  ['/contacts?q=an'],
  ['/contacts?q=an&segment=contact.points>1'],
  ['/contacts?channel=plan&external_id=ann'],
  ["/contacts?segment='a' in contact.tags"],
  ["/contacts?segment=contact.tier=='vip' %26%26 contact.points>1"],
  ["/contacts?segment=contact.stage=='new'"],
  ['/contacts?segment=contact.points>1'],
  ["/contacts?segment=contact.name.endsWith('n')"],
  ['/tags'],
  ['/tags?q=a'],
  ['/contacts/:id'],
  ['/contacts/:id/timeline'],
  ['/contacts/:id/risk'],
  ['/contacts/:id/export'],
  ['/points?contact_id=:id'],
  ['/events'],
  ['/events?type=member.joined'],
  ['/events?status=failed'],
  ['/events?contact_id=:id'],
  ['/events?contact_id=:id&type=member.*'],
  ['/runs'],
  ['/runs?workflow=plan'],
  ['/runs?workflow=plan&status=waiting'],
  ['/runs?status=failed'],
  ['/runs?contact_id=:id'],
  ['/runs?contact_id=:id&status=waiting'],
  ['/messages'],
  ['/messages?status=failed'],
  ['/messages?status=unknown'],
  ['/messages?status=deferred'],
  ['/messages?channel=plan'],
  ['/messages?contact_id=:id'],
  ['/leaderboards/points?period=all&contact_id=:id'],
  ['/leaderboards/checkins?period=week'],
  ['/referrals'],
  ['/referrals?status=review'],
  ['/referrals?referrer_id=:id'],
  ['/referrals?invitee_id=:id'],
  ['/tasks'],
  ['/tasks?status=open'],
])('walks no large table for %s', async (path) => {
  const { id } = await contact('plan', 'ann')
  await get(`/api/v1${path.replace(':id', id)}`)
  expect(await walks()).toEqual([])
})

test('makes one of two, and erases them, without looking at anybody else', async () => {
  await happens('plan', 'bob', 'member.joined')
  await happens('plan', 'bobby', 'member.joined')
  await idle()
  const [into, from] = [(await contact('plan', 'bob')).id, (await contact('plan', 'bobby')).id]
  await get('/api/v1/contacts/merge', { body: { into, from } })
  await get(`/api/v1/contacts/${into}`, { method: 'DELETE' })
  expect(await walks()).toEqual([])
})

test('finds what is due without looking at those who are not', async () => {
  await get('/dev/clock', { body: { advance: '9d' } })
  expect(await walks()).toEqual([])
})

async function walks(): Promise<string[]> {
  const found: string[] = []
  const statements = [...asked]
    .filter((sql) => !judged.has(sql))
    .filter((sql) => /^\s*(SELECT|WITH|UPDATE|DELETE|INSERT)/.test(sql))
  for (const sql of statements) {
    judged.add(sql)
    const numbered = Math.max(0, ...[...sql.matchAll(/\?(\d+)/g)].map(([, n]) => Number(n)))
    const count = numbered + [...sql.matchAll(/\?(?!\d)/g)].length
    const nothing = Array.from({ length: count }, () => null)
    const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...nothing)
      .all<{ detail: string }>()
    const sorts = results.some(({ detail }) => detail.includes('TEMP B-TREE FOR ORDER BY'))
    for (const { detail } of results)
      if (walksAll(detail, sql) && (sorts || !IN_PAGES.test(sql))) found.push(`${detail}: ${sql}`)
  }
  return found
}

/** A partial index holds only what it is for, and a list of everything is read from its end on. */
function walksAll(detail: string, sql: string): boolean {
  const [, alias] = /^SCAN (\w+)(?! VIRTUAL)/.exec(detail) ?? []
  if (alias === undefined || /VIRTUAL TABLE|CONSTANT/.test(detail)) return false
  const named = new RegExp(`\\b(${LARGE.join('|')})(?: AS)? ${alias}\\b`, 'i').exec(sql)?.[1]
  const table = named ?? LARGE.find((name) => name === alias)
  if (table === undefined) return false
  const [, index] = /USING (?:COVERING )?INDEX (\w+)/.exec(detail) ?? []
  if (index !== undefined && PARTIAL.has(index)) return false
  return !new RegExp(`FROM ${table} WHERE (${MOST}) ORDER BY (seq|n|created_at) DESC.* LIMIT`).test(sql)
}

/** Everything, page by page in the order of its key: what lets old rows go begins so. */
const IN_PAGES = /FROM \w+\s+ORDER BY [\w, ]+ LIMIT \?$/

/** What holds for nearly every row. */
const MOST = "true|\\(kind = 'message'\\)|\\(status <> 'asked'\\)|\\(subject_id <> ''\\)"

const PARTIAL: ReadonlySet<string> = new Set(['events_pending', 'deliveries_open', 'deliveries_line', 'subjects_due'])
