import { isObject } from '../../schema/json.ts'
import type { ExpectedShape } from '../../schema/simulation.ts'
import { listDifferences, matchesPattern } from './expect-list.ts'
import type { Simulated, SimulatedMessage } from './outcome.ts'

/** Where a simulation differs from what a scenario expects, each difference in a sentence or a few lines. */
export function differences(simulated: Simulated, expected: ExpectedShape): string[] {
  const { messages, not_messages: unwanted = [], contact, runs, tasks, alerts, emitted, steps } = expected
  return [
    ...(messages ? messageDifferences(simulated.messages, messages) : []),
    ...unwanted.flatMap((one) => unwantedMessages(simulated.messages, one)),
    ...(contact ? contactDifferences(simulated.contact, contact, 'contact') : []),
    ...(runs ? runDifferences(simulated.runs, runs) : []),
    ...(tasks ? listDifferences('task', simulated.tasks, tasks) : []),
    ...(alerts ? listDifferences('alert', simulated.alerts, alerts) : []),
    ...(emitted ? listDifferences('event for another', emittedIn(simulated), emitted) : []),
    ...(steps ? stepDifferences(simulated.coverage, steps) : []),
  ]
}

function emittedIn({ timeline }: Simulated) {
  return timeline.filter((entry) => entry.kind === 'emitted')
}

type ExpectedMessage = NonNullable<ExpectedShape['messages']>[number]

/** All messages that go out, in order. One that was not sent need not be listed, but may be. */
function messageDifferences(found: readonly SimulatedMessage[], expected: readonly ExpectedMessage[]): string[] {
  const told: string[] = []
  const rest = [...expected]
  let position = 0
  for (const message of found) {
    const next = rest[0]
    if (isUnsent(message) && !(next && isNamed(message, next))) continue
    position += 1
    if (!next) told.push(`message ${position} was not expected:\n    ${spoken(message)}`)
    else {
      rest.shift()
      const wrong = mismatch(message, next)
      if (wrong !== undefined)
        told.push(
          `message ${position} is another one (${wrong}):\n    expected ${wanted(next)}\n    found    ${spoken(message)}`,
        )
    }
  }
  for (const missing of rest) {
    position += 1
    told.push(`message ${position} never came:\n    expected ${wanted(missing)}`)
  }
  return told
}

function isUnsent({ status }: SimulatedMessage): boolean {
  return status !== 'sent' && status !== 'failed'
}

/** Messages that were not sent are only meant by what says so. */
function isNamed(message: SimulatedMessage, next: ExpectedMessage): boolean {
  return (next.status !== undefined || next.reason !== undefined) && mismatch(message, next) === undefined
}

/** The first field in which a message is not as expected. */
function mismatch(
  message: SimulatedMessage,
  { at, text_matches: pattern, buttons, ...fields }: Partial<ExpectedMessage>,
): string | undefined {
  if (at !== undefined && Date.parse(at) !== Date.parse(message.at)) return 'at'
  if (pattern !== undefined && !matchesPattern(pattern, message.text)) return 'text_matches'
  const shown = (message.buttons ?? []).map(({ text }) => text)
  if (buttons !== undefined && JSON.stringify(buttons) !== JSON.stringify(shown)) return 'buttons'
  return Object.entries(fields).find(([name, value]) => value !== message[name as keyof SimulatedMessage])?.[0]
}

function unwantedMessages(found: readonly SimulatedMessage[], unwanted: Partial<ExpectedMessage>): string[] {
  return found
    .filter((message) => !isUnsent(message) && mismatch(message, unwanted) === undefined)
    .map((message) => `a message that must not come (${wanted(unwanted)}):\n    ${spoken(message)}`)
}

function spoken({ at, channel, status, reason, text }: SimulatedMessage): string {
  return `${at} ${channel ?? 'no channel'} ${status}${reason === undefined ? '' : ` (${reason})`} ${JSON.stringify(text)}`
}

function wanted(expected: Partial<ExpectedMessage>): string {
  return JSON.stringify(expected)
}

/** Only what is written is asked; lists are compared without their order. */
function contactDifferences(found: unknown, expected: unknown, path: string): string[] {
  if (isObject(expected) && isObject(found))
    return Object.entries(expected).flatMap(([key, value]) => contactDifferences(found[key], value, `${path}.${key}`))
  if (sorted(found) === sorted(expected)) return []
  return [`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found) ?? 'nothing'}`]
}

function sorted(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? ''
  return JSON.stringify(value.map((item) => JSON.stringify(item)).sort())
}

type ExpectedRun = NonNullable<ExpectedShape['runs']>[number]

function runDifferences(found: Simulated['runs'], expected: readonly ExpectedRun[]): string[] {
  const told: string[] = []
  for (let i = 0; i < Math.max(found.length, expected.length); i++) {
    const [run, want] = [found[i], expected[i]]
    if (!run) told.push(`run ${i + 1} never started: expected ${JSON.stringify(want)}`)
    else if (!want) told.push(`run ${i + 1} was not expected: ${spokenRun(run)}`)
    else if (!runFits(run, want))
      told.push(`run ${i + 1} is another one:\n    expected ${JSON.stringify(want)}\n    found    ${spokenRun(run)}`)
  }
  return told
}

function runFits(run: Simulated['runs'][number], { workflow, status, reason, goal }: ExpectedRun): boolean {
  if (goal !== undefined && goal !== (run.goal !== null)) return false
  if (workflow !== undefined && workflow !== run.workflow_id) return false
  if (status !== undefined && status !== run.status) return false
  return reason === undefined || reason === run.reason
}

function spokenRun({ workflow_id: workflow, status, reason, started_at, goal }: Simulated['runs'][number]): string {
  return JSON.stringify({ workflow, status, reason, goal: goal !== null, started_at })
}

function stepDifferences(found: Record<string, number>, expected: Record<string, number>): string[] {
  return Object.entries(expected).flatMap(([step, times]) => {
    const was = found[step]
    if (was === undefined) return [`there is no step \`${step}\`; the steps are ${Object.keys(found).join(', ')}`]
    return was === times ? [] : [`step \`${step}\` was carried out ${was} times, expected ${times}`]
  })
}
