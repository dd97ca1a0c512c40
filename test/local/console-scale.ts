/**
 * What each page of the console costs in a large community: 200 workflows, and as many runs as members. Fills a database
 * as `million.ts` does (and shares it), installs the workflows, signs in, walks every page of the side bar and some behind
 * it, and tells the time to the first byte, the time in D1, the rows it read, and what travels. `node
 * test/local/console-scale.ts [members]`; not part of `npm test`, because it takes minutes and gigabytes.
 */
import { gzipSync } from 'node:zlib'
import { NAV } from '../../workers/console/nav.ts'
import { openFilled } from './million/filled.ts'

const count = Number(process.argv[2] ?? 1_000_000)
const WORKFLOWS = 200
const GZIP_MAX_KIB = 150
/** What one page may read: a page of fifty with what belongs to each, or a bounded look for what may be rare. */
const ROWS_MAX = 25_000

let failed = 0
const { url, ask, close } = await openFilled(count, 8797)
try {
  await install()
  const cookie = await signIn()
  for (const path of await paths()) await measure(path, cookie)
} finally {
  await close()
}
process.exit(failed > 0 ? 1 : 0)

/** Each waits for an event that never comes, so that nothing happens while pages are measured. */
async function install(): Promise<void> {
  const { items } = await ask<{ items: unknown[] }>('GET', '/api/v1/workflows?limit=200')
  for (let n = items.length; n < WORKFLOWS; n++) {
    const steps = Array.from({ length: 12 }, (_, i) => ({ do: 'tag.add', with: { tag: `step-${i}` } }))
    const flow = { id: `flow-${n}`, name: `Flow ${n}`, triggers: [{ on: 'custom.never' }], actions: steps }
    await ask('PUT', `/api/v1/workflows/flow-${n}`, flow)
    await ask('POST', `/api/v1/workflows/flow-${n}/publish`, {})
  }
}

async function paths(): Promise<string[]> {
  const [run] = (await ask<{ items: { id: string; contact_id: string }[] }>('GET', '/api/v1/runs?limit=1')).items
  const second = await ask<{ next_cursor: string }>('GET', '/api/v1/runs?limit=50')
  return [
    ...NAV.flatMap(({ items }) => items.map(({ path }) => path)),
    ...['/workflows/flow-7', '/workflows/flow-7/edit', '/segments/new'],
    ...[`/runs/${run?.id}`, `/members/${run?.contact_id}`, `/runs?cursor=${encodeURIComponent(second.next_cursor)}`],
    ...['/runs?workflow=flow-7', '/runs?status=failed', '/runs?status=waiting', '/runs?workflow=flow-7&status=waiting'],
    ...['/members?q=Smith', '/messages?status=failed', '/messages?status=skipped', '/tasks?status=all'],
    ...['/contributions?status=all', '/calendar?view=week', '/figures?tab=funnel'],
  ]
}

type Stats = { d1: { batches: number; rows_read: number; ms: number } }

/** The second time: the first one fills caches of the catalogue. */
async function measure(path: string, cookie: string): Promise<void> {
  await page(path, cookie)
  await ask('GET', '/dev/idle?timeout=120')
  await ask('POST', '/dev/stats/reset')
  const { firstByteMs, bytes } = await page(path, cookie)
  const { d1 } = await ask<Stats>('GET', '/dev/stats')
  const gzipKib = gzipSync(bytes).byteLength / 1024
  const isBad = d1.rows_read > ROWS_MAX || gzipKib > GZIP_MAX_KIB
  if (isBad) failed += 1
  const told = [
    `${firstByteMs.toFixed(0).padStart(6)} ms to the first byte`,
    `${d1.ms.toFixed(0).padStart(5)} ms in D1`,
    `${String(d1.batches).padStart(3)} batches`,
    `${String(d1.rows_read).padStart(7)} rows`,
    `${gzipKib.toFixed(1).padStart(6)} KiB`,
  ]
  console.log(`${isBad ? 'FAILED' : 'passed'}  ${path.slice(0, 46).padEnd(46)} ${told.join('  ')}`)
}

async function page(path: string, cookie: string): Promise<{ firstByteMs: number; bytes: Uint8Array }> {
  const began = performance.now()
  const answer = await fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' })
  const firstByteMs = performance.now() - began
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (answer.status !== 200) throw new Error(`the console answers ${answer.status} for ${path}`)
  return { firstByteMs, bytes }
}

async function signIn(): Promise<string> {
  const body = new URLSearchParams({ key: 'dev-admin-key' })
  const signed = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' })
  return signed.headers.get('set-cookie')?.split(';')[0] ?? ''
}
