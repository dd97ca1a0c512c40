import { describe, expect, it } from 'vitest'
import { bucket } from '../../../workflows/language/bucket.ts'

const BUCKETS = 10_000

describe('bucket', () => {
  // MurmurHash3 of "salt:key", from an independent implementation: what was drawn once must be drawn for ever.
  it.each([
    ['', '', 723937430],
    ['contact-1', 'welcome', 852224759],
    ['a', 'exp', 575768048],
    ['ab', 'exp', 435856174],
    ['会员', '实验', 3120539754],
  ])('draws the same for %j and %j today and tomorrow', (key, salt, hash) => {
    expect(bucket(key, salt, 0xffff_ffff)).toBe(hash)
    expect(bucket(key, salt, 100)).toBeLessThan(100)
  })

  it.each(['a', 'exp-2', '折扣'])('spreads members evenly over 10 000 buckets for salt %s', (salt) => {
    const perBucket = 20
    const counts = new Uint32Array(BUCKETS)
    for (let member = 0; member < BUCKETS * perBucket; member++) {
      const drawn = bucket(`member-${member}`, salt, BUCKETS)
      counts[drawn] = (counts[drawn] ?? 0) + 1
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - perBucket) ** 2 / perBucket, 0)
    // Mean 9 999, deviation √(2 × 9 999) ≈ 141: within five of them on either side.
    expect(Math.abs(chiSquare - (BUCKETS - 1))).toBeLessThan(5 * Math.sqrt(2 * (BUCKETS - 1)))
  })

  it('draws independently under another salt', () => {
    let same = 0
    for (let member = 0; member < 10_000; member++)
      if (bucket(`m${member}`, 'one', 2) === bucket(`m${member}`, 'two', 2)) same++
    expect(same).toBeGreaterThan(4_700)
    expect(same).toBeLessThan(5_300)
  })
})
