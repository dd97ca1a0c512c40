/**
 * Does it stay as it is? `node test/local/soak.ts [minutes]`, thirty unless told otherwise: measures what the product can
 * carry, then loads it with half of that, mixed, and looks every half minute at the memory of workerd, at what waits, and
 * at how long answers take. Exits with 1 when memory grows, work piles up, or answers become slower.
 * Nothing else should run meanwhile.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProduct } from '../../workers/local/product.ts'
import { install, traffic } from './soak/traffic.ts'
import { freePort } from './witness/free-port.ts'
import { api } from './witness/product-process.ts'
import { provider } from './witness/provider.ts'

const minutes = Number(process.argv[2] ?? 30)
const LOOK_MS = 30_000
const CAPACITY_MS = 20_000
const CLIENTS = 16

type Look = { memoryMiB: number; pending: number; p50: number; p99: number; failed: number }

const stateDir = await mkdtemp(join(tmpdir(), 'qunflow-soak-'))
const witness = await provider(await freePort(), () => 20 + Math.random() * 60)
const product = await startProduct({ port: Number(process.env.PORT || 8799), stateDir, quiet: true })
const looks: Look[] = []
try {
  await install(product.url, witness.url)
  const capacity = await measure()
  const rate = capacity / 2
  console.log(`${capacity.toFixed(0)} requests a second at most; ${rate.toFixed(0)} a second for ${minutes} minutes`)
  await settled()
  const load = openLoop(rate)
  for (const until = Date.now() + minutes * 60_000; Date.now() < until; ) {
    await sleep(LOOK_MS)
    looks.push(await look(load.taken()))
  }
  await load.stop()
  await settled()
  looks.push(await look([]))
} finally {
  await product.stop()
  await witness.close()
  await rm(stateDir, { recursive: true, force: true })
}
const wrong = judge()
for (const one of wrong) console.log(`FAILED  ${one}`)
console.log(wrong.length === 0 ? 'steady' : 'not steady')
process.exit(wrong.length > 0 ? 1 : 0)

/** As many as it answers when the next request follows each answer. */
async function measure(): Promise<number> {
  const next = traffic(product.url)
  const until = Date.now() + CAPACITY_MS
  let answered = 0
  const client = async () => {
    for (; Date.now() < until; answered++) await next()
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  await settled()
  return answered / ((Date.now() - until + CAPACITY_MS) / 1000)
}

/** Requests at a steady rate, however long their answers take. */
function openLoop(rate: number) {
  const next = traffic(product.url)
  let [running, stopped] = [0, false]
  const times: { ms: number; ok: boolean }[] = []
  const one = async () => {
    running += 1
    const began = performance.now()
    const ok = await next()
    times.push({ ms: performance.now() - began, ok })
    running -= 1
  }
  const began = Date.now()
  let sent = 0
  const ticking = (async () => {
    while (!stopped) {
      for (; sent < ((Date.now() - began) / 1000) * rate; sent++) void one()
      await sleep(10)
    }
  })()
  return {
    taken: () => times.splice(0),
    stop: async () => {
      stopped = true
      await ticking
      while (running > 0) await sleep(50)
    },
  }
}

async function look(times: readonly { ms: number; ok: boolean }[]): Promise<Look> {
  const status = await readFile(`/proc/${product.pid}/status`, 'utf8')
  const memoryMiB = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  const { items } = (await api(product.url, 'GET', '/events?status=pending&limit=200')) as { items: unknown[] }
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  const seen = {
    memoryMiB,
    pending: items.length,
    p50: at(0.5),
    p99: at(0.99),
    failed: times.filter(({ ok }) => !ok).length,
  }
  const [memory, p50, p99] = [memoryMiB, seen.p50, seen.p99].map((value) => value.toFixed(0))
  console.log(
    `${memory} MiB, ${seen.pending} wait, ${times.length} answered, ${p50} ms, p99 ${p99} ms, ${seen.failed} failed`,
  )
  return seen
}

function judge(): string[] {
  const third = Math.floor(looks.length / 3)
  const [middle, last] = [looks.slice(third, 2 * third), looks.slice(2 * third, -1)]
  const median = (of: readonly Look[], key: keyof Look) => of.map((one) => one[key]).sort((a, b) => a - b)[of.length >> 1] ?? 0 // biome-ignore format: one line
  const grown = median(last, 'memoryMiB') / median(middle, 'memoryMiB')
  const slower = median(last, 'p99') / Math.max(50, median(middle, 'p99'))
  return [
    ...(grown > 1.15 ? [`memory grew by ${Math.round((grown - 1) * 100)} % in the last third`] : []),
    ...(slower > 2 ? [`the slowest answers take ${slower.toFixed(1)} times as long in the last third`] : []),
    ...(median(last, 'pending') > 100 ? ['work piles up'] : []),
    ...((looks.at(-1)?.pending ?? 0) > 0 ? ['work is left when nothing comes any more'] : []),
    ...(looks.some(({ failed }) => failed > 0) ? ['requests failed'] : []),
  ]
}

async function settled(): Promise<void> {
  await (await fetch(`${product.url}/dev/idle?timeout=120`)).arrayBuffer()
}
