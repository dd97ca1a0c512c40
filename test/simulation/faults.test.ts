import { beforeAll, expect, it } from 'vitest'
import { isolateMaker, type MakeIsolate } from './bundle.ts'
import { simulate } from './simulate.ts'

const SEEDS = 50
let make: MakeIsolate

beforeAll(async () => {
  make = await isolateMaker()
})

it('keeps every promise while whatever can break breaks, thousands of times', { timeout: 480_000 }, async () => {
  const broken: string[] = []
  let faults = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const simulated = await simulate(make, { seed })
    faults += simulated.injected.length
    for (const one of simulated.broken) broken.push(`npm run simulate:faults -- --seed ${seed}: ${one}`)
  }
  expect(broken).toEqual([])
  expect(faults).toBeGreaterThan(1_000)
})

it('is the same again from the same seed', async () => {
  const [first, again] = [await simulate(make, { seed: 3 }), await simulate(make, { seed: 3 })]
  expect(first.injected.length).toBeGreaterThan(0)
  expect(again).toEqual(first)
})
