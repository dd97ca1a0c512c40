import type { AlertFacts } from '../../../schema/alert.ts'
import type { Rota, RotaPerson } from '../../../schema/rota.ts'
import { parseDuration } from '../../language/duration.ts'
import { HOUR_MS } from '../limits.ts'
import type { Turn } from '../turn.ts'
import { changeAlert, keepAlert, tellAlert } from './episode.ts'
import { onCall } from './on-call.ts'
import { PAGE, type PageOrder, sendPage } from './page.ts'
import { pageId } from './series.ts'

/** Page whoever is first, by the rota as it is now. */
export function beginPaging(turn: Turn): void {
  page(turn, { line: 0, round: 0 })
}

/** Nobody has answered in time, or nobody could be reached: on to the next line, as the rota is now. */
function escalate(turn: Turn): void {
  const { alert } = turn.actor.contact.facts
  if (alert?.paging) page(turn, { line: alert.paging.line + 1, round: alert.paging.round })
}

export function stopPaging(turn: Turn): void {
  const { alert } = turn.actor.contact.facts
  if (!alert) return
  const { paging: _, ...rest } = alert
  keepAlert(turn, rest)
}

/** The time of a line is over. */
export function carryAlert(turn: Turn): void {
  const { paging } = turn.actor.contact.facts.alert ?? {}
  if (paging && paging.dueAt <= turn.world.now) escalate(turn)
}

/** A page has not arrived. When that was the last one of its line, the next line need not wait for its time. */
export function noteUnreached(turn: Turn, message: string, reason: string): void {
  const { alert } = turn.actor.contact.facts
  if (!alert?.present.history.some((entry) => entry.kind === 'paged' && entry.message === message)) return
  changeAlert(turn, {}, { kind: 'unreached', message, reason })
  const { paging } = alert
  if (!paging?.waiting.includes(message)) return
  const waiting = paging.waiting.filter((id) => id !== message)
  const now = turn.actor.contact.facts.alert
  if (now) keepAlert(turn, { ...now, paging: { ...paging, waiting } })
  if (
    waiting.length === 0 &&
    linesOf(turn, alert.present.level)
      ?.lines.slice(paging.line + 1)
      .some(isManned)
  )
    escalate(turn)
}

type Place = { line: number; round: number }

/** Whom each line of an alert of this level means at this instant. */
function linesOf(turn: Turn, level: number): { rota: string; lines: string[][]; people: Rota['people'] } | undefined {
  const { settings, rotas, now } = turn.world
  const id = ruleOf(turn, level).rota ?? settings.alerts.rota
  const rota = id === undefined ? undefined : rotas?.get(id)
  if (id === undefined || !rota) return undefined
  const lines = ruleOf(turn, level).everyone ? [Object.keys(rota.people)] : onCall(rota, now)
  return { rota: id, lines, people: rota.people }
}

function ruleOf(turn: Turn, level: number) {
  const { levels } = turn.world.settings.alerts
  return levels[level === 3 ? '3' : level === 2 ? '2' : '1']
}

/** Page the line at this place, or the next one that has somebody; when all have been paged often enough, nobody. */
function page(turn: Turn, from: Place): void {
  const { alert } = turn.actor.contact.facts
  if (!alert) return
  const found = linesOf(turn, alert.present.level)
  const rule = ruleOf(turn, alert.present.level)
  if (!found?.lines.some(isManned)) {
    giveUp(turn, 'nobody')
    return
  }
  let { line, round } = from
  while (round <= rule.repeat) {
    const people = found.lines[line] ?? []
    if (people.length > 0) {
      if (line > 0 || round > 0) tellAlert(turn, 'alert.escalated', { line: line + 1, round: round + 1 }, [])
      const dueAt = turn.world.now + timeoutOf(rule.timeouts, line)
      const waiting = people.flatMap((person) => pageOne(turn, found, person, { line, round }))
      const now = turn.actor.contact.facts.alert
      if (now) keepAlert(turn, { ...now, paging: { line, round, dueAt, waiting } })
      if (waiting.length > 0 || !found.lines.slice(line + 1).some(isManned)) return
    }
    line += 1
    if (line < found.lines.length) continue
    line = 0
    round += 1
  }
  giveUp(turn, 'exhausted')
}

function isManned(line: readonly string[]): boolean {
  return line.length > 0
}

/** The alert stays open: it can still be acknowledged. */
function giveUp(turn: Turn, kind: 'nobody' | 'exhausted'): void {
  changeAlert(turn, {}, { kind })
  stopPaging(turn)
  if (kind === 'exhausted') tellAlert(turn, 'alert.escalated', { exhausted: true }, [])
}

function timeoutOf(timeouts: readonly string[], line: number): number {
  return parseDuration(timeouts[Math.min(line, timeouts.length - 1)] ?? '') ?? HOUR_MS
}

/** Page one person: a contact through its own inbox, so that what they allow is asked there; an address from here. */
function pageOne(
  turn: Turn,
  { rota, people }: { rota: string; people: Rota['people'] },
  name: string,
  { line, round }: Place,
): string[] {
  const { alert } = turn.actor.contact.facts
  const person = people[name]
  if (!alert || !person) return []
  const pages = alert.pages + 1
  const subjectId = 'contact_id' in person ? person.contact_id : turn.actor.contact.id
  const message = pageId(subjectId, alert.present.id, pages)
  keepAlert(turn, { ...alert, pages })
  const address = addressOf(person)
  const entry = { kind: 'paged', person: name, rota, line: line + 1, round: round + 1, message, address } as const
  changeAlert(turn, {}, entry)
  const order = orderOf(turn, alert, message)
  if ('contact_id' in person) {
    const data = order as unknown as PageOrder & Record<string, never>
    turn.emitted.push({ id: message, subjectId, type: PAGE, at: turn.world.now, data, causes: [] })
    return [message]
  }
  const reason = sendPage(turn, order, { channel: person.channel, to: person.to, room: person.room ?? false })
  if (reason === undefined) return [message]
  changeAlert(turn, {}, { kind: 'unreached', message, reason })
  return []
}

/** How somebody who is paged would be known when they answer. */
function addressOf(person: RotaPerson): string {
  return 'contact_id' in person ? person.contact_id : `${person.channel} ${person.to}`
}

function orderOf(turn: Turn, { present }: AlertFacts, message: string): PageOrder {
  const { id, level, title, detail, drill } = present
  const { channel } = ruleOf(turn, level)
  return { message, id, level, title, detail, drill, ...(channel !== undefined && { channel }) }
}
