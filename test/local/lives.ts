import process from 'node:process'
import * as fc from 'fast-check'
import { play } from '../../workflows/templates/rehearse.ts'
import { templateIds, templateIn } from '../templates/folders.ts'
import { life } from '../templates/lives.ts'
import { faultsOf } from '../templates/soundness.ts'

/**
 * `node test/local/lives.ts [TEMPLATE…] [--lives=N]`: many lives through every template, and what goes wrong in them. The
 * suite lives a few of them in test/templates/lives.test.ts.
 */
const named = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const count = Number(process.argv.find((one) => one.startsWith('--lives='))?.slice(8) ?? 200)
let faulty = 0
for (const id of named.length > 0 ? named : templateIds) {
  const { written } = templateIn(id)
  const found = new Map<string, { times: number; life: object }>()
  for (const one of fc.sample(life, { numRuns: count, seed: 7 })) {
    const played = play(written, one)
    const faults = played.kind === 'problems' ? ['it does not check'] : faultsOf(played.simulated, one, id)
    for (const fault of faults) {
      const kind = fault.replace(/\d{4}-[\dT:.Z-]+/g, '…')
      const known = found.get(kind)
      found.set(kind, { times: (known?.times ?? 0) + 1, life: known?.life ?? one })
    }
  }
  if (found.size > 0) faulty += 1
  console.log(`${id}: ${found.size === 0 ? 'sound' : `${found.size} kinds of faults`}`)
  for (const [fault, { times, life: lived }] of found) {
    console.log(`  ${times} × ${fault}`)
    if (named.length > 0) console.log(`      ${JSON.stringify(lived)}`)
  }
}
process.exit(faulty > 0 ? 1 : 0)
