import { en } from './en.ts'
import { zh } from './zh.ts'

/** What one language needs to tell a difference. Names of fields and actions that it does not know stay as they are written. */
export type Words = {
  added: (what: string, place: string) => string
  removed: (what: string, place: string) => string
  moved: (what: string, place: string) => string
  changed: (what: string, field: string, before: string, after: string) => string
  /** Something that has only one value: `Name: a → b`. */
  became: (field: string, before: string, after: string) => string
  nothing: string
  yes: string
  no: string
  everything: (count: number) => string
  same: string
  quote: (text: string) => string
  list: (parts: readonly string[]) => string
  fieldIs: (field: string, value: string) => string
  /** A part of a whole: `the trigger …`. */
  parts: Readonly<
    Record<'trigger' | 'condition' | 'exit' | 'goal' | 'input' | 'text' | 'option', (what: string) => string>
  >
  sections: Readonly<Record<'name' | 'description' | 'entry' | 'settings' | 'goal', string>>
  inLocale: (what: string, locale: string) => string
  /** A step, with its id or name when it has one. */
  step: (named: string | undefined, does: string) => string
  place: {
    first: string
    after: (step: string) => string
    inside: (step: string, branch: string, place: string) => string
    branch: Readonly<Record<string, string>>
    named: (branch: string) => string
  }
  verbs: Readonly<Record<string, (detail: string) => string>>
  waits: {
    for: (duration: string) => string
    days: (days: number, at: string | undefined) => string
    until: (expression: string, offset: string | undefined) => string
    local: (time: string, weekdays: string | undefined) => string
    bestHour: string
  }
  triggers: Readonly<Record<string, (detail: string) => string>>
  units: Readonly<Record<string, (count: string) => string>>
  weekdays: Readonly<Record<string, string>>
  actions: Readonly<Record<string, string>>
  fields: Readonly<Record<string, string>>
}

/** The language of a locale, or English. */
export function wordsOf(locale: string): Words {
  return /^zh\b/i.test(locale) ? zh : en
}
