import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../../workers/local/bundle.ts'
import { api, productProcess } from './product-process.ts'

type Import = { format: 'csv' | 'ndjson'; members: number; kills: number; port: number }
type Job = { id: string; status: string; done: number; matched: number; total: number }

const PIECE_BYTES = 1_000_000
const WAITS_MAX = 6_000

/** Import so many members, kill the product so many times among them, and say what is not as it was written. */
export async function importUnderKills({ format, members, kills, port }: Import) {
  const stateDir = join(root, '.wrangler', `import-crash-${format}-${port}`)
  rmSync(stateDir, { recursive: true, force: true })
  const url = `http://127.0.0.1:${port}`
  const product = productProcess(port, stateDir)
  const seen: number[] = []
  try {
    await product.start()
    await api(url, 'PUT', '/channels/crm', { kind: 'sandbox', name: 'crm', config: {}, secrets: {} })
    const id = await upload(url, { format, members })
    for (let kill = 1; kill <= kills; kill++) {
      await reached(url, id, Math.floor((members * kill) / (kills + 1)))
      await sleep(Math.random() * 50)
      await product.kill()
      await product.start()
      const { done, status } = (await api(url, 'GET', `/jobs/${id}`)) as Job
      if (status === 'running') seen.push(done)
    }
    const job = await reached(url, id, members)
    const wrong = await judge(url, { job, members })
    if (seen.length < kills) wrong.push(`only ${seen.length} of ${kills} kills fell into the work`)
    return { wrong, told: `${members} members, killed at ${seen.join(', ')}` }
  } finally {
    await product.kill()
    rmSync(stateDir, { recursive: true, force: true })
  }
}

/** Somebody who comes twice is one: each hundredth line is about the one before. */
function lineOf(format: Import['format'], i: number): string {
  const n = i % 100 === 99 ? i - 1 : i
  const tags = [`t${n % 7}`, ...(i % 100 === 99 ? ['again'] : [])]
  if (format === 'csv') return `m${n},"成员, ${n}",m${n}@example.com,${tags.join(';')},${n % 13}\n`
  return `${JSON.stringify({ external_id: `m${n}`, name: `成员, ${n}`, email: `m${n}@example.com`, tags, traits: { size: n % 13 } })}\n`
}

async function upload(url: string, { format, members }: Pick<Import, 'format' | 'members'>): Promise<string> {
  const header = format === 'csv' ? 'external_id,name,email,tags,traits.size\n' : ''
  const lines = Array.from({ length: members }, (_, i) => lineOf(format, i)).join('')
  const bytes = Buffer.from(header + lines)
  const parts = Math.ceil(bytes.length / PIECE_BYTES)
  let answered: unknown
  for (let part = 1; part <= parts; part++) {
    const query = new URLSearchParams({ channel: 'crm', format, upload: 'crash', part: `${part}` })
    if (part === parts) query.set('last', 'true')
    const answer = await fetch(`${url}/api/v1/contacts/import?${query}`, {
      method: 'POST',
      headers: { authorization: 'Bearer dev-admin-key', 'content-type': 'text/plain' },
      body: bytes.subarray((part - 1) * PIECE_BYTES, part * PIECE_BYTES),
    })
    if (!answer.ok) throw new Error(`the upload answers ${answer.status}: ${await answer.text()}`)
    answered = await answer.json()
  }
  return (answered as Job).id
}

async function reached(url: string, id: string, done: number): Promise<Job> {
  for (let waits = 0; waits < WAITS_MAX; waits++) {
    const job = (await api(url, 'GET', `/jobs/${id}`)) as Job
    if (job.status !== 'running' || (job.done >= done && done < job.total)) return job
    await sleep(50)
  }
  throw new Error('the import does not go on')
}

async function judge(url: string, { job, members }: { job: Job; members: number }): Promise<string[]> {
  const wrong: string[] = []
  const { status, done, matched, total } = job
  if (status !== 'done' || done !== members || matched !== members || total !== members)
    wrong.push(`the job says ${JSON.stringify({ status, done, matched, total })}`)
  const errors = (await api(url, 'GET', `/jobs/${job.id}/errors`)) as { items: unknown[] }
  if (errors.items.length > 0) wrong.push(`the job has errors: ${JSON.stringify(errors.items[0])}`)
  const answer = await fetch(`${url}/api/v1/contacts/export`, { headers: { authorization: 'Bearer dev-admin-key' } })
  const rows = (await answer.text())
    .split('\r\n')
    .slice(1)
    .filter((row) => row !== '')
  const kept = new Map<string, string>()
  for (const row of rows) {
    const id = /crm:(m\d+)/.exec(row)?.[1]
    if (id === undefined) wrong.push(`nobody wrote of ${row}`)
    else if (kept.has(id)) wrong.push(`${id} is there twice`)
    else kept.set(id, row)
  }
  for (let n = 0; n < members; n++) {
    if (n % 100 === 99) continue
    const row = kept.get(`m${n}`)
    const twice = n % 100 === 98 && n + 1 < members
    const tags = `t${n % 7}${twice ? '; again' : ''}`
    const isRight = [`"成员, ${n}"`, `,m${n}@example.com,`, `,${tags},`].every((part) => row?.includes(part))
    if (!isRight) wrong.push(`m${n} is ${row}`)
    kept.delete(`m${n}`)
  }
  if (kept.size > 0) wrong.push(`${kept.size} are there of whom nobody wrote`)
  return wrong.slice(0, 20)
}
