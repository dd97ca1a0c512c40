import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../../workers/local/bundle.ts'
import { api, post, productProcess } from '../witness/product-process.ts'
import { provider } from '../witness/provider.ts'
import { type Finding, judge } from './judge.ts'

export type Crashing = {
  port: number
  kills: number
  /** Events posted between two kills. */
  events: number
  log: (line: string) => void
}

export type Crashed = { findings: Finding[]; accepted: number; doubled: number }

const CONTACTS = 50
const CLIENTS = 10
/** Whatever a crash left is found within two minutes; leases of a minute come first. */
const SETTLE_MAX_MS = 240_000

/** Start the product, kill it during load again and again, and judge what it has made of the events, with a witness. */
export async function crash({ port, kills, events, log }: Crashing): Promise<Crashed> {
  const url = `http://127.0.0.1:${port}`
  const stateDir = join(root, '.wrangler', `crash-${port}`)
  rmSync(stateDir, { recursive: true, force: true })
  const witness = await provider(port + 1, () => 20 + Math.random() * 100)
  const product = productProcess(port, stateDir)
  const accepted = new Map<string, string>()
  const killedAt: number[] = []
  try {
    await product.start()
    await install(url, witness.url)
    for (let round = 1; round <= kills; round++) {
      const posting = load({ url, round, events, accepted })
      await sleep(200 + Math.random() * 2_500)
      killedAt.push(Date.now())
      await product.kill()
      await posting
      log(`kill ${round}: ${accepted.size} accepted so far`)
      await product.start()
    }
    await settle(url)
    return await judge({ url, accepted, witness, killedAt })
  } finally {
    await product.kill()
    await witness.close()
    rmSync(stateDir, { recursive: true, force: true })
  }
}

async function install(url: string, witnessUrl: string): Promise<void> {
  const channel = { kind: 'sandbox', name: 'crash', config: {}, secrets: {}, api_base: witnessUrl }
  await api(url, 'PUT', '/channels/crash', channel)
  const say = (category: string) => ({ do: 'message.send', with: { text: `${category} {{event.data.n}}`, category } })
  const award = { do: 'points.award', with: { points: 1, reason: 'crash' } }
  const definition = {
    id: 'crash',
    name: 'crash',
    triggers: [{ on: 'custom.crash' }],
    entry: { mode: 'parallel', max: 1000 },
    settings: { quiet_hours: 'send' },
    actions: [award, say('transactional'), { wait: '2s' }, award, say('promotional')],
  }
  await api(url, 'PUT', '/workflows/crash', definition)
  await api(url, 'POST', '/workflows/crash/publish', {})
}

type Loading = { url: string; round: number; events: number; accepted: Map<string, string> }

/** Events for fifty contacts, ten at once. What is answered 2xx counts as accepted; a refused connection ends it. */
async function load({ url, round, events, accepted }: Loading): Promise<void> {
  const numbers = Array.from({ length: events }, (_, i) => `${round}-${i}`)
  const client = async () => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
      const user = `user-${Number(n.split('-')[1]) % CONTACTS}`
      const ok = await post(`${url}/hooks/crash`, { id: n, type: 'custom.crash', user: { id: user }, data: { n } })
      if (ok) accepted.set(n, user)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

async function settle(url: string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < SETTLE_MAX_MS; await sleep(500)) {
    const idle = await fetch(`${url}/dev/idle?timeout=2`).catch(() => undefined)
    const waiting = (await api(url, 'GET', '/runs?status=waiting&limit=1')) as { items: unknown[] }
    if (idle?.ok && waiting.items.length === 0) return
  }
}
