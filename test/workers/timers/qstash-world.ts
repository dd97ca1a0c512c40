import { vi } from 'vitest'
import type { Wake } from '../../../workers/timers/port.ts'
import { type QstashTimersOptions, qstashTimers } from '../../../workers/timers/qstash.ts'
import { verifyWake } from '../../../workers/timers/signature.ts'
import { type QstashOptions, qstash } from '../../doubles/qstash.ts'
import type { TimersWorld } from './world.ts'

const DESTINATION = 'https://qunflow.example/timers/wake'
const START_MS = Date.parse('2026-11-21T03:00:00.250Z')

type Failure = { why: string; wakes: Wake[] }

type Setting = { timers?: Partial<QstashTimersOptions>; double?: Partial<QstashOptions> }

/**
 * The published SDK against the double. Its own HTTP client calls the global `fetch`, which leads to the double. The
 * receiver does what the product's does: check the signature, arm again what came before its time, wake the subject.
 */
export function openQstash(setting: Setting = {}) {
  const failures: Failure[] = []
  const requests: Request[] = []
  const world: TimersWorld = { woken: [], now: () => double.now(), advance: (ms) => double.advance(ms), timers: none }

  const double = qstash({
    token: 'token',
    currentKey: 'sig_current',
    nextKey: 'sig_next',
    nowMs: START_MS,
    deliver: async (request) => {
      const body = new Uint8Array(await request.arrayBuffer())
      const signature = request.headers.get('Upstash-Signature')
      const keys = { currentKey: 'sig_current', nextKey: 'sig_next', url: DESTINATION, nowMs: double.now() }
      const verified = await verifyWake({ signature, body }, keys)
      if (verified.kind !== 'genuine') return new Response(verified.why, { status: 401 })
      const { wake } = verified
      if (wake.dueAtMs > double.now()) await world.timers.arm([wake])
      else world.woken.push({ subjectId: wake.subjectId, atMs: double.now() })
      return new Response()
    },
    ...setting.double,
  })

  async function carry(request: Request): Promise<Response> {
    requests.push(request.clone())
    return double(request)
  }

  vi.stubGlobal('fetch', (input: string, init: RequestInit) => carry(new Request(input, init)))
  world.timers = qstashTimers({
    token: 'token',
    destination: DESTINATION,
    nowMs: () => double.now(),
    onFailure: (why, wakes) => failures.push({ why, wakes }),
    ...setting.timers,
  })
  return Object.assign(world, { double, failures, requests, carry })
}

const none = { arm: async () => {} }
