import { HOME } from './cast.ts'
import type { Contact, Entry, Event, Facts, Run } from './facts.ts'

/** One line of the timeline. */
export type Line = { kind: 'in' | 'why' | 'did' | 'out'; where: string; text: string }

const none: Line[] = []

/** Where an event comes from that a run of ours said to another member. */
export const OURSELVES = 'own'

/** What came in, and which starts it was refused. What a run raised is told by the run. */
export function explainEvent(event: Event, facts: Facts): Line[] {
  const refused = (event.refused ?? []).map(({ workflow, reason, warning }): Line => {
    const why = warning === undefined ? reason : `${reason} (${warning})`
    return { kind: 'why', where: workflow, text: `not started by ${event.type}: ${why}` }
  })
  const told = tell(event, facts)
  return told === undefined ? refused : [{ kind: 'in', where: event.channel ?? OURSELVES, text: told }, ...refused]
}

function tell({ type, data }: Event, facts: Facts): string | undefined {
  const name = (id: unknown) => facts.contacts.get(String(id))?.name ?? String(id)
  switch (type) {
    case 'member.joined':
      return `joined ${data.source === 'workspace' ? 'the workspace' : `the group ${data.room}`}`
    case 'member.left':
      return `left ${data.room}`
    case 'message.received':
      return `writes “${data.text}”`
    case 'form.submitted':
      return `form “${data.form_id}”: ${name(data.invitee_id)} was invited by ${name(data.inviter_id)}`
    case 'order.paid':
      return `paid ${data.amount} ${data.currency} (order ${data.order_id})`
    case 'checkin.made':
      return `checked in (${data.name})`
    default:
      return type.startsWith('custom.') ? `${type}: ${name(data.invitee_id)} by ${name(data.inviter_id)}` : undefined
  }
}

/** What a line of a journal says to somebody who has never seen one. */
export function explainEntry(entry: Entry, run: Run, facts: Facts): Line[] {
  const zone = facts.contacts.get(run.contact_id ?? '')?.timezone ?? HOME.timezone
  const { verb, status, output = {}, input = {} } = entry
  const why = (text: string): Line[] => [{ kind: 'why', where: run.workflow_id, text: text + warned(entry) }]
  const did = (where: string, text: string): Line[] => [{ kind: 'did', where, text: text + warned(entry) }]
  if (status === 'failed') return why(`${entry.step} failed: ${entry.error?.code} ${entry.error?.message ?? ''}`)
  if (verb === 'message.send') return sent(entry, facts)
  if (status === 'skipped') return none
  switch (verb) {
    case 'run':
      return why(status === 'started' ? `starts, because of ${input.type}` : ended(output))
    case 'goal':
      return why(`goal reached by ${input.type}${output.value === undefined ? '' : `, worth ${output.value}`}`)
    case 'if':
      return why(`${condition(input)} → ${output.result === true ? 'yes' : 'no'}`)
    case 'choose':
      return why(
        output.chosen === null ? 'none of the cases → else' : `${condition(input)} → case ${Number(output.chosen) + 1}`,
      )
    case 'wait':
      return status === 'waiting' ? why(`waits until ${moment(output.until, zone)}`) : none
    case 'wait_for':
      return why(waited(entry, zone))
    case 'repeat':
      return why(`${output.turns} turns of ${entry.step} done`)
    case 'tag.add':
      return output.changed === true ? did('tag', `+ ${input.tag}`) : none
    case 'points.award':
      return did('points', `+${input.points} → ${output.balance}  (${input.reason})`)
    case 'event.emit':
      return did('event', `${input.type} to ${facts.contacts.get(String(input.contact_id))?.name ?? 'nobody'}`)
    default:
      return entry.warning === undefined ? none : why(verb)
  }
}

const warned = ({ warning }: Entry) => (warning === undefined ? '' : `  ! ${warning}`)

function sent({ output = {}, status }: Entry, facts: Facts): Line[] {
  const message = facts.messages.get(String(output.message_id))
  if (!message) return [{ kind: 'out', where: '?', text: `a message without a trace (${status})` }]
  const ended = message.status === 'sent' ? '' : `  [${message.status}${message.reason ? `: ${message.reason}` : ''}]`
  return [
    { kind: 'out', where: `${message.channel ?? 'nowhere'} → ${shortId(message.to)}`, text: message.text + ended },
  ]
}

const shortId = (id: string | null) => (id === null ? 'nobody' : id.length > 11 ? `${id.slice(0, 10)}…` : id)

function ended({ status, reason }: Record<string, unknown>): string {
  return `ends: ${status}${reason === undefined ? '' : ` (${reason})`}`
}

/** A condition as it is written, and what it saw. */
function condition({ if: source, values }: Record<string, unknown>): string {
  const seen = Object.entries((values ?? {}) as Record<string, unknown>).map(
    ([path, value]) => `${path} = ${JSON.stringify(value)}`,
  )
  return `${source}  [${seen.join(', ')}]`
}

function waited({ status, output = {} }: Entry, zone: string): string {
  if (status === 'waiting') {
    const until = output.until === undefined ? '' : `, until ${moment(output.until, zone)}`
    return `waits for ${((output.events ?? []) as string[]).join(' or ')}${until}`
  }
  return output.timed_out === true ? 'nothing came in time → else' : `it came: ${output.matched} → then`
}

/** In the community's time, and in the member's own where that is another. */
function moment(at: unknown, zone: string): string {
  const date = new Date(String(at))
  const format = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', parts).format(date)
  const day = { weekday: 'short', day: 'numeric', month: 'short', timeZone: HOME.timezone } as const
  const time = { hour: '2-digit', minute: '2-digit' } as const
  const here = `${format(day)} ${format({ ...time, timeZone: HOME.timezone })}`
  const there = format({ ...time, timeZone: zone })
  return here.endsWith(there) ? here : `${here} (${there} in ${zone.split('/').at(-1)?.replace('_', ' ')})`
}

export function nameOf(contactId: string | null, facts: Facts): string {
  const contact: Contact | undefined = facts.contacts.get(contactId ?? '')
  return contact?.name ?? '—'
}
