import { Client, type PublishBatchRequest } from '@upstash/qstash'
import { publishSecond } from './hop.ts'
import { DELIVERIES, type Timers, type Wake } from './port.ts'
import { carrier } from './qstash-carrier.ts'
import { writeWake } from './wake.ts'

export const QSTASH_URL = 'https://qstash.upstash.io'

const HOUR_MS = 3_600_000

/** QStash's free plan waits at most seven days; the hour is for clocks that disagree and for rounding up. */
export const HOP_MAX_MS = 7 * 24 * HOUR_MS - HOUR_MS

const BATCH_MESSAGES_MAX = 100

/** Deliveries after the first. More would only repeat what the sweep does. */
const DELIVERY_RETRIES = 3

/** Attempts after a network error. Repeating is safe, because every message has a de-duplication id. */
const PUBLISH_RETRIES = 2

export type QstashTimersOptions = {
  token: string
  baseUrl?: string
  /** The public URL of `/timers/wake`, exactly as the signature will name it. */
  destination: string
  /** The longest delay the plan allows, in milliseconds. Longer waits hop. */
  hopMaxMs?: number
  /** Real time: QStash knows no other. */
  nowMs: () => number
  /** Carries the requests instead of the SDK's own HTTP client, which only knows the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>
  /** Told what QStash did not take. Logged when absent. */
  onFailure?: (why: string, wakes: Wake[]) => void
}

/** Wake-ups through QStash. `arm` never throws for a failure of the provider: the sweep finds what was not armed. */
export function qstashTimers(options: QstashTimersOptions): Timers {
  const { token, baseUrl = QSTASH_URL, onFailure = logFailure } = options
  // Everything is said here, so that the SDK takes no QSTASH_* variable of the environment into account.
  const client = new Client({
    token,
    baseUrl,
    devMode: false,
    enableTelemetry: false,
    retry: { retries: PUBLISH_RETRIES },
  })
  if (options.fetch) client.http = carrier({ token, baseUrl, fetch: options.fetch })

  return {
    arm: async (wakes) => {
      const armings = chunks([...distinct(wakes, options).values()])
      await Promise.all(armings.map((arming) => publish(client, arming, onFailure)))
    },
  }
}

type Arming = { wake: Wake; message: PublishBatchRequest<unknown> }

async function publish(client: Client, armings: Arming[], onFailure: (why: string, wakes: Wake[]) => void) {
  try {
    const answers: unknown[] = await client.batchJSON(armings.map(({ message }) => message))
    armings.forEach(({ wake }, position) => {
      const why = refusal(answers[position])
      if (why) onFailure(why, [wake])
    })
  } catch (error) {
    onFailure(
      error instanceof Error ? error.message : 'QStash could not be reached',
      armings.map(({ wake }) => wake),
    )
  }
}

/** Why QStash did not take one message of a batch, or undefined when it did. */
function refusal(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'QStash did not answer for this message'
  if ('messageId' in answer && typeof answer.messageId === 'string') return undefined
  return 'error' in answer && typeof answer.error === 'string' ? answer.error : 'QStash gave no message id'
}

/** One message for each subject and second: what falls into the same second is one wake-up. */
function distinct(wakes: Wake[], options: QstashTimersOptions): Map<string, Arming> {
  const { destination, nowMs, hopMaxMs = HOP_MAX_MS } = options
  const now = nowMs()
  const armings = new Map<string, Arming>()
  for (const wake of wakes) {
    const notBefore = publishSecond(wake.dueAtMs, now, hopMaxMs)
    const deduplicationId = identify(new URL(destination).host, wake, notBefore)
    armings.set(deduplicationId, {
      wake,
      message: {
        url: destination,
        notBefore,
        deduplicationId,
        body: writeWake(wake),
        retries: DELIVERY_RETRIES,
        label: 'qunflow',
        ...(wake.subjectId === DELIVERIES && { flowControl: flowOf(destination) }),
      },
    })
  }
  return armings
}

/**
 * Invocations that carry on the lines of channels: more at once would only wait for the same places, which their keepers
 * give out (decision 0011).
 */
const SENDING_AT_ONCE = 3

function flowOf(destination: string): { key: string; parallelism: number } {
  return { key: `${plain(new URL(destination).host)}-${DELIVERIES}`, parallelism: SENDING_AT_ONCE }
}

/**
 * The de-duplication id, in `[A-Za-z0-9_-]`: QStash answers 400 to a colon. The second of publishing is part of it, so
 * that the next hop and the re-arming of something overdue are not taken for a repetition, whichever window QStash keeps
 * (ten minutes by its documentation, ninety days by its SDK). The host is there for deployments that share an account.
 */
function identify(host: string, wake: Wake, notBefore: number): string {
  return [plain(host), plain(wake.subjectId), Math.ceil(wake.dueAtMs / 1000), notBefore].join('-')
}

/** Different texts stay different: what is not a letter, a digit or a hyphen becomes its code point between `_`. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`)
}

function chunks(armings: Arming[]): Arming[][] {
  return Array.from({ length: Math.ceil(armings.length / BATCH_MESSAGES_MAX) }, (_, position) =>
    armings.slice(position * BATCH_MESSAGES_MAX, (position + 1) * BATCH_MESSAGES_MAX),
  )
}

function logFailure(why: string, wakes: Wake[]) {
  console.error('timers: QStash did not take wake-ups', { count: wakes.length, why })
}
