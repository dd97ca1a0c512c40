/**
 * What is promised of a community of a million: that what is shown costs what is shown. Fills a database with so many
 * members, asks the running product for its pages, and reports of each the rows that D1 read and the time that it took.
 * `node test/local/million.ts [members]`; not part of `npm test`, because it takes minutes and gigabytes. The filled
 * database stays in `.wrangler/million` for the next time; remove it to begin anew.
 */
import { openFilled } from './million/filled.ts'

const count = Number(process.argv[2] ?? 1_000_000)
const MS_MAX = 50
/** Pages of fifty, with what belongs to each; and what is looked at for a page when few match and nothing leads to them. */
const ROWS_MAX = 500
const WINDOW_MAX = 21_000

const SEGMENTS = [
  ['vip', "contact.tier == 'vip'"],
  ['dormant', "contact.stage == 'dormant'"],
  ['kol', "'kol' in contact.tags"],
  ['buyers', "'buyer' in contact.tags && contact.points >= 100"],
  ['quiet-vip', "contact.tier == 'vip' && contact.stage == 'churned'"],
  ['rich', 'contact.points > 8990'],
  ['nobody', "'nobody' in contact.tags"],
  ['evaluated', "contact.name.endsWith('Smith') && contact.risk >= 60"],
] as const

const WINDOWED = [
  'count of',
  'quiet-vip',
  'rich',
  'evaluated',
  'wait',
  'rare',
  'of a channel',
  'a place',
  'in a segment',
]

let failed = 0
let cookie = ''
const { url, ask, close } = await openFilled(count, 8796)
try {
  await measureAll()
} finally {
  await close()
}
process.exit(failed > 0 ? 1 : 0)

async function measureAll(): Promise<void> {
  for (const [id, condition] of SEGMENTS) await ask('PUT', `/api/v1/segments/${id}`, { name: id, if: condition })
  await ask('GET', '/api/v1/contacts?limit=1')
  const newest = (await ask('GET', '/api/v1/contacts?limit=3')) as { items: { id: string }[] }
  const id = newest.items[2]?.id ?? ''
  const middle = Math.floor(count / 2)
  const paths = [
    ['page of contacts', '/contacts'],
    ['a contact', `/contacts/${id}`],
    ['timeline', `/contacts/${id}/timeline`],
    ['ledger', `/points?contact_id=${id}`],
    ['runs of a contact', `/runs?contact_id=${id}`],
    ['messages of a contact', `/messages?contact_id=${id}`],
    ['events of a contact', `/events?contact_id=${id}`],
    ['export of a contact', `/contacts/${id}/export`],
    ['search: name', '/contacts?q=Tara%20Smith'],
    ['search: second word', '/contacts?q=Smith'],
    ['search: Chinese', '/contacts?q=%E6%B5%A9%E7%84%B6'],
    ['search: nobody', '/contacts?q=zzzzzz'],
    ['search: external id', `/contacts?q=m${middle}`],
    ['search: e-mail', '/contacts?q=m12@example.com'],
    ['search: part of e-mail', '/contacts?q=example'],
    ['search: phone', '/contacts?q=%2B8613800000012'],
    ['search in a segment', '/contacts?q=Smith&segment=vip'],
    ['by identity', `/contacts?channel=community&external_id=m${middle}`],
    ...SEGMENTS.map(([one]) => [`segment ${one}`, `/contacts?segment=${one}`] as const),
    ...SEGMENTS.map(([one]) => [`count of ${one}`, `/segments/${one}/count`] as const),
    ['board, ever', '/leaderboards/points?period=all'],
    ['board, this month', '/leaderboards/points?period=month'],
    ['board, and a place', `/leaderboards/points?period=all&contact_id=${id}`],
    ['runs', '/runs'],
    ['runs of a workflow', '/runs?workflow=flow-7'],
    ['runs that wait', '/runs?status=waiting'],
    ['runs that failed', '/runs?status=failed'],
    ['events', '/events'],
    ['events of a type', '/events?type=order.paid'],
    ['events of a rare type', '/events?type=custom.rare'],
    ['events that failed', '/events?status=failed'],
    ['messages', '/messages'],
    ['messages that failed', '/messages?status=failed'],
    ['messages of a channel', '/messages?channel=rare'],
    ['tasks', '/tasks'],
    ['referrals', '/referrals'],
  ] as const
  for (const [name, path] of paths) {
    const most = WINDOWED.some((one) => name.includes(one)) ? WINDOW_MAX : ROWS_MAX
    await measure(name, () => ask('GET', `/api/v1${path}`), most)
  }
  for (const path of ['/members', `/members/${id}`, '/runs', '/messages'])
    await measure(`console ${path.replace(id, ':id')}`, () => page(path))
  await measure('stages: a minute', () => ask('POST', '/dev/clock', { advance: '1m' }), Number.POSITIVE_INFINITY)
}

type Stats = { d1: { batches: number; rows_read: number; rows_written: number; ms: number } }

/** The second time: the first one fills caches of the catalogue, and has a large segment counted. */
async function measure(name: string, what: () => Promise<unknown>, most = ROWS_MAX): Promise<void> {
  if (most !== Number.POSITIVE_INFINITY) await what()
  await ask('GET', '/dev/idle?timeout=300')
  await ask('POST', '/dev/stats/reset')
  const began = performance.now()
  const answer = await what()
  const took = performance.now() - began
  const { d1 } = (await ask('GET', '/dev/stats')) as Stats
  const items = (answer as { items?: unknown[] } | undefined)?.items?.length
  const bad = d1.rows_read > most || (most !== Number.POSITIVE_INFINITY && d1.ms > MS_MAX)
  if (bad) failed += 1
  const told = [
    `${String(d1.rows_read).padStart(9)} rows read`,
    `${d1.ms.toFixed(1).padStart(7)} ms in D1`,
    `${took.toFixed(0).padStart(6)} ms in all`,
    items === undefined ? '' : `${items} shown`,
  ]
  console.log(`${bad ? 'FAILED' : 'passed'}  ${name.padEnd(26)} ${told.join('  ')}`)
}

async function page(path: string): Promise<string> {
  if (cookie === '') {
    const body = new URLSearchParams({ key: 'dev-admin-key' })
    const signed = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' })
    cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? ''
  }
  const answer = await fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`the console answers ${answer.status} for ${path}`)
  return text
}
