import type { Entry, Simulated } from '../../workflows/simulate/outcome.ts'

/** A simulation, line by line, for a person. */
export function timelineText({ timeline, truncated, coverage, contact }: Simulated): string[] {
  const lines = timeline.map((entry) => `${entry.at.slice(0, 19).replace('T', ' ')}  ${entryText(entry)}`)
  const steps = Object.entries(coverage)
  const missed = steps.filter(([, times]) => times === 0).map(([step]) => step)
  return [
    ...lines,
    ...(truncated ? ['… and more than a timeline may hold'] : []),
    `${steps.length - missed.length} of ${steps.length} steps were carried out${missed.length > 0 ? `, not ${missed.join(', ')}` : ''}`,
    `in the end: ${contact.points} points, tags ${JSON.stringify(contact.tags)}`,
  ]
}

/** Every kind of entry is one case; a forgotten one is a type error. */
function entryText(entry: Entry): string {
  switch (entry.kind) {
    case 'event':
      return `event    ${entry.type} ${short(entry.data)}${entry.started.length === 0 ? ` (${entry.reason})` : ''}`
    case 'raised':
      return `raised   ${entry.type} ${short(entry.data)}`
    case 'refused':
      return `refused  ${entry.workflow}: ${entry.reason}${entry.warning === undefined ? '' : ` (${entry.warning})`}`
    case 'started':
      return `started  ${entry.workflow} as ${entry.run}`
    case 'step':
      return stepText(entry)
    case 'message':
      return `message  ${entry.status}${entry.reason === undefined ? '' : ` (${entry.reason})`} on ${entry.channel ?? 'no channel'}: ${JSON.stringify(entry.text)}`
    case 'request':
      return `request  ${entry.method} ${entry.url}`
    case 'emitted':
      return `emitted  ${entry.type} for ${entry.contact_id}`
    case 'ended':
      return `ended    ${entry.run}: ${entry.status}${entry.reason === null ? '' : ` (${entry.reason})`}`
    default:
      return entry satisfies never
  }
}

function stepText({ step, verb, status, input, output, error, warning }: Extract<Entry, { kind: 'step' }>): string {
  const told = error
    ? `${error.code}: ${error.message}`
    : [input, output]
        .filter((one) => one !== undefined)
        .map(short)
        .join(' → ')
  return `step     ${step ?? ''} ${verb} ${status} ${told}${warning === undefined ? '' : ` WARNING ${warning}`}`
}

const CHARS_MAX = 160

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return text.length > CHARS_MAX ? `${text.slice(0, CHARS_MAX)}…` : text
}
