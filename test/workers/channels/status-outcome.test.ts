import { expect, it } from 'vitest'
import { statusOutcome } from '../../../workers/channels/status-outcome.ts'

const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers: new Headers(headers), body: '' }) // biome-ignore format: one answer
const DAY = 86_400_000

it.each([
  [200, undefined],
  [299, undefined],
  [100, 'unknown'],
  [302, 'rejected'],
  [400, 'rejected'],
  [408, 'retry'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
  [504, 'unknown'],
  [520, 'unknown'],
  [524, 'unknown'],
])('%i alone says %s', (status, kind) => expect(statusOutcome(answer(status))?.kind).toBe(kind))

it.each([
  ['seconds', { 'retry-after': '90' }, 90_000],
  ['parts of seconds', { 'retry-after': '0.5' }, 500],
  ['more than a day, in seconds', { 'retry-after': '999999' }, DAY],
  [
    'a date, counted from the answer’s own',
    { 'retry-after': 'Mon, 05 Jan 2026 09:01:00 GMT', date: 'Mon, 05 Jan 2026 09:00:00 GMT' },
    60_000,
  ],
  [
    'a date further than a day',
    { 'retry-after': 'Mon, 12 Jan 2026 09:00:00 GMT', date: 'Mon, 05 Jan 2026 09:00:00 GMT' },
    DAY,
  ],
  ['a date that is over', { 'retry-after': 'Mon, 05 Jan 2026 08:00:00 GMT', date: 'Mon, 05 Jan 2026 09:00:00 GMT' }, 0],
  ['nothing', {}, undefined],
])('is told when to come again by %s', (_what, headers, afterMs) => {
  for (const status of [429, 503]) expect(statusOutcome(answer(status, headers))).toMatchObject({ kind: 'retry', ...(afterMs !== undefined && { afterMs }) }) // biome-ignore format: one fact
})
