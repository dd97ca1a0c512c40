import { short } from '../../parts/names.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'
import { monthOf, weeksOf } from './days.ts'
import { type Item, ItemLink, type Planned, type Themes, themesOf } from './item.tsx'

const say = words({
  caption: ['What goes out when', '什么时候发什么'],
  more: ['and {count} more', '另有 {count} 项'],
  today: ['today', '今天'],
})

const SHOWN_MAX = 4

type Shown = { visit: Visit; day: string; today: string; planned: Planned; themes: Themes }

/** A month as a table: a row a week, a column a day of the week. */
export function Month({ visit, day, today, planned, themes }: Shown) {
  const w = say(visit.locale)
  const month = monthOf(day)
  const weeks = weeksOf(month)
  return (
    <section class="card list scroll" aria-label={w.caption} tabindex={0}>
      <table class="month">
        <thead>
          <tr>
            {(weeks[0] ?? []).map((one) => (
              <th scope="col">{written(visit, one, { weekday: 'short' })}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr>
              {week.map((one) => (
                <td class={one.slice(0, 7) === month.slice(0, 7) ? undefined : 'outside'}>
                  <Cell
                    visit={visit}
                    day={one}
                    isToday={one === today}
                    items={planned.get(one) ?? []}
                    themes={themes}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Given = { visit: Visit; day: string; isToday: boolean; items: readonly Item[]; themes: Themes }

function Cell({ visit, day, isToday, items, themes }: Given) {
  const w = say(visit.locale)
  const more = items.length - SHOWN_MAX
  return (
    <>
      <a
        class={isToday ? 'day today' : 'day'}
        href={`/calendar?view=week&day=${day}`}
        aria-label={`${written(visit, day, { dateStyle: 'full' })}${isToday ? `, ${w.today}` : ''}`}
      >
        {Number(day.slice(8))}
      </a>
      {themesOf(day, themes, items).map((theme) => (
        <div class="theme">{short(theme, 40)}</div>
      ))}
      {items.slice(0, SHOWN_MAX).map((item) => (
        <ItemLink visit={visit} item={item} />
      ))}
      {more > 0 && (
        <a class="quiet" href={`/calendar?view=week&day=${day}`}>
          {fill(w.more, { count: more })}
        </a>
      )}
    </>
  )
}

/** A day as text: it lies in no zone. */
export function written({ locale }: Visit, day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}
