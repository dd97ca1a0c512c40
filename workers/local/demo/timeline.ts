import { HOME } from './cast.ts'
import { explainEntry, explainEvent, type Line, nameOf, OURSELVES } from './explain.ts'
import type { Facts } from './facts.ts'
import { COLUMNS, type Colour, column, paint, wrap } from './paint.ts'

/** What the product has no event for: how its door answered. */
export type Note = { at: number; where: string; text: string }
export type Window = { day: number; from: number; to: number; notes: readonly Note[] }

type Placed = Line & { at: number; who: string; contactId: string }

/**
 * The lines of one day: by time, then by member, whoever another member's run has told last. What came in stands above
 * what was decided about it.
 */
export function timeline(facts: Facts, { day, from, to, notes }: Window): string[] {
  const within = (at: number) => at >= from && at < to
  const placed: Placed[] = notes.map(({ at, where, text }) => ({
    at,
    who: '—',
    contactId: '',
    kind: 'in',
    where,
    text,
  }))
  for (const event of [...facts.events].reverse()) {
    const at = Date.parse(event.received_at)
    if (!within(at)) continue
    const who = { at, who: nameOf(event.contact_id, facts), contactId: event.contact_id ?? '' }
    placed.push(...explainEvent(event, facts).map((line) => ({ ...line, ...who })))
  }
  for (const run of facts.runs) {
    for (const entry of run.journal) {
      const at = Date.parse(entry.at)
      if (!within(at)) continue
      const who = { at, who: nameOf(run.contact_id, facts), contactId: run.contact_id ?? '' }
      placed.push(...explainEntry(entry, run, facts).map((line) => ({ ...line, ...who })))
    }
  }
  const turnOf = ({ at, contactId }: Placed) => `${at} ${contactId}`
  const told = new Set(placed.filter(({ kind, where }) => kind === 'in' && where === OURSELVES).map(turnOf))
  const rank = (line: Placed) => (told.has(turnOf(line)) ? 1 : 0)
  placed.sort((a, b) => a.at - b.at || rank(a) - rank(b) || a.contactId.localeCompare(b.contactId))
  return [title(day, from), ...placed.flatMap((line, i) => render(line, placed[i - 1]))]
}

function title(day: number, from: number): string {
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: HOME.timezone }).format(from)
  const text = `── Day ${day} · 第${'一二三四五六七八'[day - 1]}天 · ${date} `
  return `\n${paint('bold', text + '─'.repeat(Math.max(0, COLUMNS - text.length - 3)))}`
}

const LOOKS: Record<Line['kind'], { mark: string; colour: Colour }> = {
  in: { mark: '→ in', colour: 'cyan' },
  why: { mark: '? why', colour: 'dim' },
  did: { mark: '+ did', colour: 'yellow' },
  out: { mark: '← out', colour: 'green' },
}
const WIDTHS = { time: 5, who: 12, mark: 5, where: 20 }
const INDENT = WIDTHS.time + WIDTHS.who + WIDTHS.mark + WIDTHS.where + 8

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: HOME.timezone })

/** Time and name are said once, for as long as they stay the same. */
function render(line: Placed, before: Placed | undefined): string[] {
  const sameTime = before?.at === line.at
  const time = column(sameTime ? '' : clock.format(line.at), WIDTHS.time)
  const who = column(sameTime && before.who === line.who ? '' : line.who, WIDTHS.who)
  const { mark, colour } = LOOKS[line.kind]
  const head = `${time}  ${paint('bold', who)}  ${paint(colour, column(mark, WIDTHS.mark))}  ${paint(colour, column(line.where, WIDTHS.where))}  `
  return wrap(line.text, COLUMNS - INDENT).map((text, i) => {
    const shown = line.kind === 'why' ? paint('dim', text) : text
    return (i === 0 ? head : ' '.repeat(INDENT)) + shown
  })
}
