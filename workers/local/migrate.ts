import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_splitSqlQuery as splitSql } from 'wrangler'
import { root } from './bundle.ts'
import { print } from './workerd.ts'

/** wrangler's own table, so that `wrangler d1 migrations apply --local` and this agree on what is done. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** What a killed process held is free at once: nobody else can be working on it, so nothing waits for a lease to end. */
const releases = [
  { table: 'events', sql: "UPDATE events SET lease_until = 0 WHERE status = 'pending'" },
  { table: 'jobs', sql: "UPDATE jobs SET lease_until = 0 WHERE status = 'running'" },
  { table: 'deliveries', sql: "UPDATE deliveries SET lease_until = 0 WHERE status = 'sending'" },
]

export type LocalDatabase = {
  resourcePersistencePath: string
  d1Databases: Record<string, { id: string }>
  /** Where a virtual clock starts that has not been moved yet. */
  clockAt?: number | undefined
}

/** Brings the local database up to date while nothing else runs: no Worker serves, no alarm rings. */
export async function prepareDatabase({ resourcePersistencePath, d1Databases, clockAt }: LocalDatabase): Promise<void> {
  const script = 'export default {}'
  const worker = { name: 'migrate', modules: true, script, d1Databases, resourcePersistencePath }
  const miniflare = new Miniflare(convertV4MiniflareOptions({ ...worker, handleStructuredLogs: print, cf: false }))
  try {
    const db = await miniflare.getD1Database('DB')
    await migrate(db)
    await release(db)
    if (clockAt !== undefined)
      await db
        .prepare("INSERT INTO notes (name, value) VALUES ('virtual clock', ?) ON CONFLICT DO NOTHING")
        .bind(String(clockAt))
        .run()
  } finally {
    await miniflare.dispose()
  }
}

/** Applies what is new in schema/migrations, each file in one transaction with its own record. */
async function migrate(db: D1Database): Promise<void> {
  await db.prepare(migrationsTable).run()
  const applied = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const done = new Set(applied.results.map((row) => row.name))
  const folder = join(root, 'schema', 'migrations')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  for (const name of names.filter((name) => !done.has(name))) {
    const statements = splitSql(await readFile(join(folder, name), 'utf8')).map((sql) => db.prepare(sql))
    await db.batch([...statements, db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)])
  }
}

async function release(db: D1Database): Promise<void> {
  const tables = await db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{ name: string }>()
  const present = new Set(tables.results.map((row) => row.name))
  const statements = releases.filter(({ table }) => present.has(table)).map(({ sql }) => db.prepare(sql))
  if (statements.length > 0) await db.batch(statements)
}
