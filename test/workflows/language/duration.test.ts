import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DURATION_MAX_MS, formatDuration, parseDuration, parseOffset } from '../../../workflows/language/duration.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('parseDuration', () => {
  it.each([
    ['3d', 3 * DAY],
    ['1w2d3h4m5s', 9 * DAY + 3 * HOUR + 245_000],
    ['90m', 1.5 * HOUR],
    ['0s', 0],
    ['1w5s', 7 * DAY + 5_000],
    ['P1D', DAY],
    ['P1DT2H', DAY + 2 * HOUR],
    ['PT1H30M15S', HOUR + 1_815_000],
    ['P2W', 14 * DAY],
    ['366d', DURATION_MAX_MS],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each([
    '',
    '3',
    'd',
    '3 d',
    '2h3d',
    '1d1d',
    '1.5h',
    '-3d',
    '3D',
    'P',
    'PT',
    'P1DT',
    'P1M',
    'P1Y',
    'PT1.5H',
    'P1H',
    '1y',
    '1d ',
    `${'9'.repeat(20)}w`,
  ])('refuses %j', (text) => expect(parseDuration(text)).toBeUndefined())
})

describe('parseOffset', () => {
  it.each([
    ['-3d', -3 * DAY],
    ['+1h', HOUR],
    ['1h', HOUR],
    ['-0s', 0],
    ['--1h', undefined],
    ['-', undefined],
  ])('reads %s', (text, ms) => expect(parseOffset(text)).toBe(ms))
})

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [999, '0s'],
    [1.5 * HOUR, '1h30m'],
    [10 * DAY, '1w3d'],
    [-3 * DAY, '-3d'],
    [9 * DAY + 3 * HOUR + 245_000, '1w2d3h4m5s'],
  ])('writes %d as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it('is read back as the same duration', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DURATION_MAX_MS / 1_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })
})
