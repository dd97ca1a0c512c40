import { describe, expect, it } from 'vitest'
import { chiSquareTail, normalCdf, normalQuantile } from '../../../workflows/statistics/normal.ts'
import { compare, detectable, power } from '../../../workflows/statistics/proportions.ts'
import { checkRatio } from '../../../workflows/statistics/ratio.ts'

describe('distributions, as printed in the tables', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [1.96, 0.9750021048517795],
    [-2.5758293035489004, 0.005],
    [4, 0.9999683287581669],
    [-8, 6.220960574271785e-16],
  ])('normal, below %d', (z, p) => {
    expect(normalCdf(z) / p).toBeCloseTo(1, 10)
  })

  it.each([
    [0.5, 0],
    [0.8, 0.8416212335729143],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.0001, -3.7190164854556804],
  ])('normal, quantile of %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 9)
  })

  it.each([
    [3.841458820694124, 1, 0.05],
    [6.634896601021213, 1, 0.01],
    [5.991464547107979, 2, 0.05],
    [18.307038053275146, 10, 0.05],
    [10.827566170662733, 1, 0.001],
    [0, 3, 1],
  ])('chi-square, above %d with %d degrees of freedom', (x, degrees, p) => {
    expect(chiSquareTail(x, degrees)).toBeCloseTo(p, 11)
  })
})

describe('two shares', () => {
  it('are compared as the textbook does', () => {
    // 100 of 1000 and 130 of 1000: pooled 0.115, its standard error 0.014267...
    const found = compare({ of: 1000, reached: 100 }, { of: 1000, reached: 130 }, 0.05)
    expect(found.z).toBeCloseTo(0.03 / Math.sqrt(0.115 * 0.885 * 0.002), 12)
    expect(found.z).toBeCloseTo(2.10274, 4)
    expect(found.p).toBeCloseTo(0.03549, 4)
    expect(found.interval[0]).toBeCloseTo(0.03 - 1.959964 * Math.sqrt(0.00009 + 0.0001131), 7)
    expect(found.lift).toBeCloseTo(0.3, 12)
  })

  it('say nothing of nobody', () => {
    const found = compare({ of: 0, reached: 0 }, { of: 0, reached: 0 }, 0.05)
    expect(found).toMatchObject({ difference: 0, lift: null, z: 0, p: 1, always: { p: 1 } })
  })

  it('are told apart with the power that the textbook gives: 3841 members on each side see 10 % against 12 %', () => {
    expect(power({ rate: 0.1, difference: 0.02, of: [3841, 3841] }, 0.05)).toBeCloseTo(0.8, 3)
    expect(detectable(0.1, [3841, 3841], 0.05)).toBeCloseTo(0.02, 4)
    expect(power({ rate: 0.1, difference: 0, of: [3841, 3841] }, 0.05)).toBe(0.05)
    expect(detectable(0.1, [0, 10], 0.05)).toBeNull()
  })
})

describe('the ratio of a split', () => {
  it.each([
    [
      'an honest one',
      [
        { exposed: 5030, expected: 5000 },
        { exposed: 4970, expected: 5000 },
      ],
      false,
    ],
    [
      'one that loses members',
      [
        { exposed: 5300, expected: 5000 },
        { exposed: 4700, expected: 5000 },
      ],
      true,
    ],
    [
      'an uneven one, honestly',
      [
        { exposed: 910, expected: 900 },
        { exposed: 90, expected: 100 },
      ],
      false,
    ],
  ])('%s', (_, branches, off) => {
    expect(checkRatio(branches)?.off).toBe(off)
  })

  it('is what Pearson says: (5300, 4700) of 5000 each gives 36', () => {
    expect(
      checkRatio([
        { exposed: 5300, expected: 5000 },
        { exposed: 4700, expected: 5000 },
      ])?.chi_square,
    ).toBeCloseTo(36, 10)
  })

  it('says nothing of a few', () => {
    expect(
      checkRatio([
        { exposed: 9, expected: 5 },
        { exposed: 1, expected: 5 },
      ]),
    ).toBeNull()
  })
})

/** The same every time. */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** On how many of so many experiments, read at the end of each day, somebody would have called a winner. */
function called(runs: number, { rates, members, days }: { rates: [number, number]; members: number; days: number }) {
  const random = sequence(20_260_105)
  let always = 0
  let naive = 0
  for (let run = 0; run < runs; run++) {
    const reached: [number, number] = [0, 0]
    let [sure, hasty] = [false, false]
    for (let day = 1; day <= days; day++) {
      for (let i = 0; i < members; i++) {
        if (random() < rates[0]) reached[0] += 1
        if (random() < rates[1]) reached[1] += 1
      }
      const of = day * members
      const found = compare({ of, reached: reached[0] }, { of, reached: reached[1] }, 0.05)
      sure ||= found.always.p < 0.05
      hasty ||= found.p < 0.05
    }
    if (sure) always += 1
    if (hasty) naive += 1
  }
  return { always: always / runs, naive: naive / runs }
}

describe('a reading that may be repeated daily', () => {
  it.each([
    ['10 %, 100 a day', { rates: [0.1, 0.1] as [number, number], members: 100, days: 60 }],
    ['2 %, 30 a day', { rates: [0.02, 0.02] as [number, number], members: 30, days: 60 }],
    ['50 %, 5 a day', { rates: [0.5, 0.5] as [number, number], members: 5, days: 90 }],
  ])('calls a winner among equals in at most 5 %% of 1 000 experiments: %s', (_, setting) => {
    const { always, naive } = called(1_000, setting)
    expect(always).toBeLessThanOrEqual(0.05)
    expect(naive).toBeGreaterThan(0.1) // What one would believe who looks each day at the plain test.
  })

  it('still sees what is there', () => {
    expect(called(200, { rates: [0.1, 0.14], members: 100, days: 60 }).always).toBeGreaterThan(0.95)
  })
})
