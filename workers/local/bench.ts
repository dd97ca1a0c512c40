import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBare } from './bench/bare.ts'
import { drain, install, set, single } from './bench/load.ts'
import { simulatedContacts } from './bench/simulated.ts'
import { startProduct } from './product.ts'

/**
 * The product beside a bare handler that writes the same rows in two D1 batches, both as built Workers in workerd, in
 * turns in one run, so that a noisy machine is equally noisy to both. Prints ratios; it judges nothing.
 */
const ROUNDS = 3
const stateDir = await mkdtemp(join(tmpdir(), 'qunflow-bench-'))
const product = await startProduct({ port: 8791, stateDir: join(stateDir, 'product'), quiet: true })
const bare = await startBare({ port: 8792, stateDir: join(stateDir, 'bare') })

try {
  await install(product.url)
  const costs = await costOf(product.url)
  const rates = { product: { 1: [], 16: [], set: [] }, bare: { 1: [], 16: [] } } as Rates
  await round(rates, 60)
  for (const measured of [rates.product, rates.bare]) for (const list of Object.values(measured)) list.length = 0
  for (let i = 0; i < ROUNDS; i++) await round(rates, 400)
  report(costs, rates, await drained())
} finally {
  await product.stop()
  await bare.stop()
  await rm(stateDir, { recursive: true, force: true })
}

type Rates = { product: { 1: number[]; 16: number[]; set: number[] }; bare: { 1: number[]; 16: number[] } }
type Cost = { batches: number; statements: number; rows_read: number; rows_written: number }

async function round({ product: ours, bare: theirs }: Rates, events: number): Promise<void> {
  ours[1].push(await single(product.url, { events, atOnce: 1, idle: true }))
  theirs[1].push(await single(bare.url, { events, atOnce: 1 }))
  ours[16].push(await single(product.url, { events: 2 * events, atOnce: 16, idle: true }))
  theirs[16].push(await single(bare.url, { events: 2 * events, atOnce: 16 }))
  ours.set.push(await set(product.url, { sets: Math.ceil(events / 20), size: 100 }))
}

/** Round trips and rows of one event, and of a set of a hundred, by the product's own count. */
async function costOf(url: string): Promise<{ single: Cost; set: Cost }> {
  await single(url, { events: 1, atOnce: 1, idle: true })
  const one = await counted(url, () => single(url, { events: 1, atOnce: 1, idle: true }))
  await set(url, { sets: 1, size: 100 })
  return { single: one, set: await counted(url, () => set(url, { sets: 1, size: 100 })) }
}

async function counted(url: string, work: () => Promise<unknown>): Promise<Cost> {
  await fetch(`${url}/dev/stats/reset`, { method: 'POST' })
  await work()
  return ((await (await fetch(`${url}/dev/stats`)).json()) as { d1: Cost }).d1
}

/** How fast due work is carried out: runs that wake at the same time, on a clock that is turned to it. */
async function drained(): Promise<number> {
  const virtual = await startProduct({ port: 8793, stateDir: join(stateDir, 'virtual'), clock: 'virtual', quiet: true })
  try {
    await install(virtual.url)
    return await drain(virtual.url)
  } finally {
    await virtual.stop()
  }
}

function report(costs: { single: Cost; set: Cost }, rates: Rates, wakes: number): void {
  const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
  const line = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`)
  const cost = ({ batches, rows_written, rows_read }: Cost) =>
    `${batches} round trips, ${rows_written} rows written, ${rows_read} read`
  line('one event', cost(costs.single))
  line('a set of 100', cost(costs.set))
  for (const atOnce of [1, 16] as const) {
    const [ours, theirs] = [median(rates.product[atOnce]), median(rates.bare[atOnce])]
    line(`events a second, ${atOnce} at once`, `${ours.toFixed(0)} (bare ${theirs.toFixed(0)})`)
    line('  ratio to the bare handler', (ours / theirs).toFixed(2))
  }
  line('events a second in sets of 100', median(rates.product.set).toFixed(0))
  line('  ratio to single ones', (median(rates.product.set) / median(rates.product[1])).toFixed(2))
  line('wake-ups carried out a second', wakes.toFixed(0))
  line('contacts simulated over seven days a second', simulatedContacts(1000).toFixed(0))
}
