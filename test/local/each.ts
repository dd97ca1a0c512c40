/**
 * A `for_each` schedule over very many contacts, killed with -9 on the way: nobody is left out, nobody comes twice.
 * `node test/local/each.ts [contacts] [kills]`. Not part of `npm test`, because it takes minutes and a port of its own.
 */
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, productProcess } from './witness/product-process.ts'

const contacts = Number(process.argv[2] ?? 20_000)
const kills = Number(process.argv[3] ?? 2)
const port = Number(process.env.PORT || 8793)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'each')
const PATIENCE_MS = 600_000

rmSync(stateDir, { recursive: true, force: true })
const product = productProcess(port, stateDir, { CLOCK: 'virtual' })
let failed = 0

try {
  await product.start()
  await install()
  await product.kill()
  people()
  await product.start()
  await fetch(`${url}/dev/stats/reset`, { method: 'POST' })
  const began = performance.now()
  const tick = dev('/dev/clock', { set: '2030-01-01T12:00:00Z' }).catch(() => undefined)
  for (let i = 1; i <= kills; i++) {
    await until(async () => (await job()).done >= (contacts * i) / (kills + 1))
    await product.kill()
    await product.start()
    console.log(`killed at ${(await job()).done} of ${contacts}`)
  }
  await tick
  await until(async () => (await job()).status === 'done')
  const seconds = (performance.now() - began) / 1000
  const stats = (await (await fetch(`${url}/dev/stats`)).json()) as { d1: object }
  await fetch(`${url}/dev/idle?timeout=120`)
  console.log(
    `${contacts} contacts in ${seconds.toFixed(1)} s with ${kills} kills; since the last start ${JSON.stringify(stats.d1)}`,
  )
  const shown = await job()
  check('the job says that it is done with everybody', shown.done === contacts && shown.matched === contacts, shown)
} finally {
  await product.kill()
}
judge()
rmSync(stateDir, { recursive: true, force: true })
process.exit(failed > 0 ? 1 : 0)

type Job = { status: string; done: number; matched: number; total: number }

async function job(): Promise<Job> {
  const { items } = (await api(url, 'GET', '/jobs?kind=for_each')) as { items: Job[] }
  return items[0] ?? { status: 'none', done: 0, matched: 0, total: 0 }
}

async function install(): Promise<void> {
  await dev('/dev/clock', { set: '2030-01-01T00:00:00Z' })
  await api(url, 'PUT', '/channels/box', { kind: 'sandbox', name: 'box', config: {}, secrets: {} })
  await api(url, 'PUT', '/workflows/each', {
    id: 'each',
    name: 'each',
    triggers: [{ schedule: '0 12 * * *', for_each: "contact.stage == 'new'" }],
    actions: [
      { do: 'points.award', with: { points: 1, reason: 'each' } },
      { do: 'message.send', with: { text: 'Hello {{contact.name}}', category: 'transactional' } },
      { wait: '1d' },
    ],
  })
  await api(url, 'POST', '/workflows/each/publish', {})
  await api(url, 'POST', '/contacts', { identities: [{ channel: 'box', external_id: 'model' }], name: 'Model' })
}

async function dev(path: string, body: object): Promise<void> {
  await (await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })).arrayBuffer()
}

/** Everybody is a copy of the one contact that the product itself has made, under ids and identities of their own. */
function people(): void {
  const db = open()
  const model = String(db.prepare("SELECT id FROM subjects WHERE kind = 'contact'").get()?.id)
  const columns = db
    .prepare("SELECT name FROM pragma_table_info('subjects')")
    .all()
    .map(({ name }) => String(name))
  const values = columns.map((name) => {
    if (name === 'id') return "printf('c9%09d', n.value)"
    if (name === 'identities') return `json_array(json_object('channel', 'box', 'external_id', 'm' || n.value))`
    return `s.${name}`
  })
  db.exec(`WITH RECURSIVE n(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < ${contacts})
    INSERT INTO subjects (${columns.join(', ')}) SELECT ${values.join(', ')} FROM n, subjects s WHERE s.id = '${model}'`)
  db.exec(`INSERT INTO identities (channel, external_id, subject_id)
    SELECT 'box', 'm' || CAST(substr(id, 3) AS INTEGER), id FROM subjects WHERE id LIKE 'c9%' AND id <> '${model}'`)
  db.close()
}

/** The state itself is asked, while nobody works on it. */
function judge(): void {
  const db = open()
  const one = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0])
  check('one run for everybody', one("SELECT count(*) FROM runs WHERE workflow_id = 'each'") === contacts)
  check('and nobody has two', one('SELECT count(DISTINCT subject_id) FROM runs') === contacts)
  check('a point for everybody', one('SELECT count(*) FROM subjects WHERE points = 1') === contacts)
  check('one entry in each ledger', one('SELECT count(*) FROM ledger') === contacts)
  check('one message to everybody', one("SELECT count(*) FROM deliveries WHERE status = 'sent'") === contacts)
  check('and none twice', one('SELECT count(DISTINCT subject_id) FROM deliveries') === contacts)
  check('every event is handled', one("SELECT count(*) FROM events WHERE status <> 'handled'") === 0)
  db.close()
}

/** The database of the product: the one file that knows subjects. */
function open(): DatabaseSync {
  for (const file of globSync(`${stateDir}/**/*.sqlite`)) {
    const db = new DatabaseSync(file)
    if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'subjects'").get()) return db
    db.close()
  }
  throw new Error('there is no database')
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(100)) {
    if (await isSo().catch(() => false)) return
  }
  throw new Error('it took too long')
}

function check(guarantee: string, holds: boolean, found?: unknown): void {
  if (!holds) failed += 1
  console.log(
    `${holds ? 'passed' : 'FAILED'}  ${guarantee}${holds || found === undefined ? '' : ` ${JSON.stringify(found)}`}`,
  )
}
