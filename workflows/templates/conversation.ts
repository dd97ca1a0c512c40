import type { JsonObject } from '../../schema/json.ts'
import type { Entry } from '../simulate/outcome.ts'
import { play } from './rehearse.ts'
import type { Template } from './template.ts'

/** A line of a sample conversation: what we say, what the member says, or what happens meanwhile. */
export type Line = { at: string; from: 'us' | 'member' | 'event'; text: string }

const LINES_MAX = 40
const NAMES: Readonly<Record<string, string>> = { en: 'Ann', 'zh-CN': '小雨' }

/** What a member would read, computed from the first scenario that says something, in the language that is asked for. */
export function conversation({ written, scenarios }: Template, locale: 'en' | 'zh-CN'): Line[] {
  const inLocale = scenarios.filter(({ scenario }) => scenario.contact.locale === locale)
  for (const { scenario } of [...inLocale, ...scenarios]) {
    const contact = { ...scenario.contact, locale, name: NAMES[locale] }
    const played = play(written, { ...scenario, contact })
    if (played.kind === 'problems') continue
    const lines = played.simulated.timeline.flatMap(lineOf)
    if (lines.some(({ from }) => from === 'us')) return lines.slice(0, LINES_MAX)
  }
  return []
}

function lineOf(entry: Entry): Line[] {
  if (entry.kind === 'message') return entry.status === 'sent' ? [{ at: entry.at, from: 'us', text: entry.text }] : []
  if (entry.kind !== 'event') return []
  const said = saidBy(entry.type, entry.data)
  return [
    { at: entry.at, ...(said === undefined ? { from: 'event', text: entry.type } : { from: 'member', text: said }) },
  ]
}

function saidBy(type: string, data: JsonObject): string | undefined {
  const said = type === 'message.received' ? data.text : type === 'button.clicked' ? data.value : undefined
  return typeof said === 'string' ? said : undefined
}
