import type { Alert, AlertEntry, AlertFacts } from '../../../schema/alert.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { raise } from '../apply.ts'
import type { Turn } from '../turn.ts'
import { titleIn } from './words.ts'

const HISTORY_MAX = 200
const FIRST_KEPT = 50

/** Remember the alert as it now is, and write its row in the same commit: once, however often it changes in this turn. */
export function keepAlert(turn: Turn, alert: AlertFacts): void {
  const { contact } = turn.actor
  contact.facts = { ...contact.facts, alert }
  turn.kept = turn.kept.filter(({ table, row }) => table !== 'alerts' || row.id !== alert.present.id)
  turn.kept.push({ table: 'alerts', row: alert.present })
}

/** Change the present episode, and say so in its history. Of a very long one the middle is forgotten. */
export function changeAlert(turn: Turn, changed: Partial<Alert>, entry?: WithoutTime<AlertEntry>): void {
  const { alert } = turn.actor.contact.facts
  if (!alert) return
  const said = entry ? [...alert.present.history, { ...entry, at: turn.world.now }] : alert.present.history
  const history =
    said.length > HISTORY_MAX ? [...said.slice(0, FIRST_KEPT), ...said.slice(FIRST_KEPT - HISTORY_MAX)] : said
  keepAlert(turn, { ...alert, present: { ...alert.present, ...changed, history } })
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never

/** An event about the alert, for workflows: on its own subject, and about nobody in particular. */
export function tellAlert(turn: Turn, type: string, more: JsonObject, causes: string[]): void {
  const present = turn.actor.contact.facts.alert?.present
  if (!present) return
  const { id, name, level, detail, key, drill } = present
  const title = titleIn(turn.world.locale, present)
  const about = { alert_id: id, name, level, title, ...(detail !== null && { detail }), key }
  raise(turn, type, { ...more, ...about, ...(drill && { drill }) }, causes)
}
