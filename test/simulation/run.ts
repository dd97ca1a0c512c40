/**
 * Break everything that can break, seed after seed: `npm run simulate:faults -- [--seed N] [--seeds 200]
 * [--first]`; with `--first` it ends at the first failure. A failure says
 * its seed, which repeats it, and what is left of it when all that does not matter is left out.
 */
import { parseArgs } from 'node:util'
import { isolateMaker } from './bundle.ts'
import { shrink } from './shrink.ts'
import { simulate } from './simulate.ts'

const options = {
  seed: { type: 'string' },
  seeds: { type: 'string', default: '200' },
  first: { type: 'boolean' },
} as const
const { values } = parseArgs({ options })
const first = Number(values.seed ?? 1)
const last = values.seed === undefined ? Number(values.seeds) : first
const make = await isolateMaker()
let [failed, faults] = [0, 0]
for (let seed = first; seed <= last; seed++) {
  const simulated = await simulate(make, { seed })
  faults += simulated.injected.length
  if (simulated.broken.length === 0) continue
  failed += 1
  console.log(`seed ${seed}: ${simulated.injected.length} faults, and not as promised:`)
  if (values.first) process.exit(1)
  const least = await shrink(make, seed, simulated)
  for (const one of least.broken) console.log(`  ${one.slice(0, 600)}`)
  for (const { place, nth, what } of least.injected) console.log(`  fault: ${place} #${nth} ${what}`)
  for (const { atMs, events } of least.load.posts) console.log(`  at ${atMs} ms: ${JSON.stringify(events)}`)
  if (values.seed !== undefined) console.log(least.log.map((line) => `  ${line.slice(0, 300)}`).join('\n'))
}
console.log(`${last - first + 1} seeds, ${faults} faults, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
