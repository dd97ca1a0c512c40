/**
 * A broadcast to very many members: approved in three steps, paused, killed with -9 on the way, resumed. Everybody is
 * written to once. `node test/local/broadcast-approved.ts [members]`. Not part of `npm test`, because it takes minutes.
 */
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, productProcess } from './witness/product-process.ts'

const members = Number(process.argv[2] ?? 20_000)
const port = Number(process.env.PORT || 8794)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'broadcast-approved')
const PATIENCE_MS = 900_000

rmSync(stateDir, { recursive: true, force: true })
const product = productProcess(port, stateDir)
let failed = 0

type Shown = {
  id: string
  status: string
  approvals: { status: string; task_id: string }[]
  progress: { done: number } | null
  figures: { messages: Record<string, number> }
}

try {
  await product.start()
  await api(url, 'PUT', '/channels/box', { kind: 'sandbox', name: 'box', config: {}, secrets: {} })
  await api(url, 'POST', '/contacts', { identities: [{ channel: 'box', external_id: 'model' }], name: 'Model' })
  await product.kill()
  people()
  await product.start()
  const { id } = (await api(url, 'POST', '/broadcasts', {
    name: 'everybody',
    content: { en: { text: 'Hello {{contact.name}}' } },
    audience: { segment: "contact.stage == 'new'" },
    category: 'transactional',
  })) as Shown
  await api(url, 'POST', `/broadcasts/${id}/submit`, {})
  const began = performance.now()
  for (let step = 0; step < 3; step++) {
    const open = (await shown(id)).approvals.find(({ status }) => status === 'open')
    await api(url, 'POST', `/tasks/${open?.task_id}/approve`, {})
  }
  await until(async () => ((await shown(id)).progress?.done ?? 0) >= members / 4)
  await api(url, 'POST', `/broadcasts/${id}/pause`, {})
  await sleep(3000)
  const paused = started()
  await sleep(3000)
  check('while it is paused nobody is begun with', started() === paused, { paused, now: started() })
  await api(url, 'POST', `/broadcasts/${id}/resume`, {})
  await until(async () => ((await shown(id)).progress?.done ?? 0) >= members / 2)
  await product.kill()
  console.log(`paused at ${paused}, killed at ${started()} of ${members}`)
  await product.start()
  await until(async () => (await shown(id)).status === 'done')
  console.log(
    `${members} members in ${((performance.now() - began) / 1000).toFixed(1)} s; ${JSON.stringify((await shown(id)).figures)}`,
  )
} finally {
  await product.kill()
}
judge()
rmSync(stateDir, { recursive: true, force: true })
process.exit(failed > 0 ? 1 : 0)

async function shown(id: string): Promise<Shown> {
  return (await api(url, 'GET', `/broadcasts/${id}`)) as Shown
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
  db.exec(`WITH RECURSIVE n(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < ${members})
    INSERT INTO subjects (${columns.join(', ')}) SELECT ${values.join(', ')} FROM n, subjects s WHERE s.id = '${model}'`)
  db.exec(`INSERT INTO identities (channel, external_id, subject_id)
    SELECT 'box', 'm' || CAST(substr(id, 3) AS INTEGER), id FROM subjects WHERE id LIKE 'c9%' AND id <> '${model}'`)
  db.close()
}

function started(): number {
  const db = open()
  const row = db.prepare("SELECT count(*) AS n FROM runs WHERE workflow_id LIKE 'broadcast--%'").get()
  db.close()
  return Number(row?.n)
}

/** The state itself is asked, while nobody works on it. */
function judge(): void {
  const db = open()
  const one = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0])
  const runs = "FROM runs WHERE workflow_id LIKE 'broadcast--%'"
  check('one run for everybody', one(`SELECT count(*) ${runs}`) === members, one(`SELECT count(*) ${runs}`))
  check('and nobody has two', one(`SELECT count(DISTINCT subject_id) ${runs}`) === members)
  check('one message to everybody', one("SELECT count(*) FROM deliveries WHERE status = 'sent'") === members)
  check(
    'and none twice',
    one('SELECT count(DISTINCT subject_id) FROM deliveries') === one('SELECT count(*) FROM deliveries'),
  )
  check('every event is handled', one("SELECT count(*) FROM events WHERE status <> 'handled'") === 0)
  check('its workflow decides no more', one("SELECT count(*) FROM workflows WHERE id LIKE 'broadcast--%'") === 0)
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
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(300)) {
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
