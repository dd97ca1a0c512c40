import type * as v from 'valibot'
import type { CalendarAnswer } from '../../../../schema/api/broadcasts.ts'
import { short } from '../../parts/names.tsx'
import { statusWord } from '../../parts/status.tsx'
import type { Visit } from '../../site.ts'
import { dayOf, wallOf } from '../../wall-clock.ts'
import { words } from '../../words.ts'

export type Item = v.InferOutput<typeof CalendarAnswer>['items'][number]

/** What is planned, by day in the reader's zone. */
export type Planned = ReadonlyMap<string, readonly Item[]>

const say = words({
  broadcast: ['Broadcast', '群发'],
  gathering: ['Event', '活动'],
  campaign: ['Campaign', '营销活动'],
  workflow: ['Workflow', '工作流'],
})

const HOMES = {
  broadcast: 'broadcasts',
  gathering: 'gatherings',
  campaign: 'campaigns',
  workflow: 'workflows',
} as const

export function planned(items: readonly Item[], zone: string): Planned {
  const days = new Map<string, Item[]>()
  for (const item of items) {
    const day = dayOf(item.at, zone)
    const there = days.get(day)
    if (there) there.push(item)
    else days.set(day, [item])
  }
  return days
}

/** Days that have a theme, by the settings. */
export type Themes = ReadonlyMap<string, readonly string[]>

export function themed(days: v.InferOutput<typeof CalendarAnswer>['themes']): Themes {
  const themes = new Map<string, string[]>()
  for (const { on, name } of days) themes.set(on, [...(themes.get(on) ?? []), name])
  return themes
}

/** The themes of a day: its own, and those of its broadcasts. */
export function themesOf(day: string, themes: Themes, items: readonly Item[]): string[] {
  return [...new Set([...(themes.get(day) ?? []), ...items.flatMap(({ theme }) => (theme ? [theme] : []))])]
}

export function kindWord(visit: Visit, { kind }: Item): string {
  return say(visit.locale)[kind]
}

/** The hour on the reader's clock. */
export function hourOf(visit: Visit, { at }: Item): string {
  return wallOf(at, visit.zone).slice(11)
}

export function pathOf({ kind, id }: Item): string {
  return `/${HOMES[kind]}/${encodeURIComponent(id)}`
}

/** What becomes of it, or the phase that begins. */
export function stateOf(visit: Visit, { status, phase }: Item): string {
  return statusWord(visit, phase ?? status ?? '')
}

/** One thing of a day, small enough for a cell. */
export function ItemLink({ visit, item }: { visit: Visit; item: Item }) {
  const state = stateOf(visit, item)
  return (
    <a
      class={`planned ${item.kind} ${item.status === 'cancelled' || item.status === 'paused' ? 'off' : ''}`}
      href={pathOf(item)}
      title={`${kindWord(visit, item)} · ${item.name}${state === '' ? '' : ` · ${state}`}`}
    >
      <span class="hour">{hourOf(visit, item)}</span> {short(item.name, 40)}
      {item.phase && <span class="quiet"> · {state}</span>}
    </a>
  )
}
