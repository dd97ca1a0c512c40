import { Hono } from 'hono'
import type * as v from 'valibot'
import type { CalendarAnswer } from '../../../schema/api/broadcasts.ts'
import { show } from '../layout.tsx'
import { Table } from '../parts/list.tsx'
import { refusal } from '../parts/refusal.tsx'
import { Status } from '../parts/status.tsx'
import { pathWith, Tabs } from '../parts/tabs.tsx'
import type { Site, Visit } from '../site.ts'
import { dayOf, instantOf } from '../wall-clock.ts'
import { words } from '../words.ts'
import { isShown, mondayOf, monthOf, plusDays, weekOf, weeksOf } from './calendar/days.ts'
import {
  hourOf,
  type Item,
  kindWord,
  type Planned,
  pathOf,
  planned,
  type Themes,
  themed,
  themesOf,
} from './calendar/item.tsx'
import { Month, written } from './calendar/month.tsx'

const say = words({
  title: ['Calendar', '内容日历'],
  sub: [
    'What goes out when: broadcasts with their themes, events, phases of campaigns, and scheduled workflows.',
    '什么时候发什么：群发与当日主题、活动、营销阶段，以及定时工作流。',
  ],
  view: ['View', '视图'],
  month: ['Month', '月'],
  week: ['Week', '周'],
  before: ['Earlier', '更早'],
  after: ['Later', '更晚'],
  today: ['Today', '今天'],
  write: ['Write a broadcast', '写群发'],
  plan: ['Plan something', '安排内容'],
  time: ['Time', '时间'],
  what: ['What', '内容'],
  kind: ['Kind', '类型'],
  status: ['Status', '状态'],
  nothing: ['Nothing is planned.', '没有安排。'],
})

type Calendar = v.InferOutput<typeof CalendarAnswer>

export const calendar = new Hono<Site>().get('/calendar', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const today = dayOf(visit.nowMs, visit.zone)
  const asked = c.req.query('day')
  const day = isShown(asked) ? asked : today
  const view = c.req.query('view') === 'week' ? 'week' : 'month'
  const days = view === 'week' ? weekOf(mondayOf(day)) : weeksOf(monthOf(day)).flat()
  const from = instantOf(`${days[0] ?? day}T00:00`, visit.zone)
  const to = instantOf(`${plusDays(days.at(-1) ?? day, 1)}T00:00`, visit.zone)
  const found = await visit.api.get<Calendar>('/calendar', { from, to, locale: visit.locale })
  if (found.kind === 'refused') return refusal(c, found)
  const items = planned(found.body.items, visit.zone)
  const themes = themed(found.body.themes)
  const [before, after] = view === 'week' ? [plusDays(day, -7), plusDays(day, 7)] : [monthOf(day, -1), monthOf(day, 1)]
  const step = (to: string, word: string, rel?: string) => (
    <a class="button" href={pathWith(visit, { day: to })} rel={rel}>
      {word}
    </a>
  )
  return show(c, {
    title: w.title,
    sub: w.sub,
    acts: (
      <a class="button first" href="/broadcasts/new">
        {w.write}
      </a>
    ),
    children: (
      <>
        <Tabs
          visit={visit}
          label={w.view}
          name="view"
          current={view}
          choices={[
            ['month', w.month],
            ['week', w.week],
          ]}
        />
        <div class="row between">
          <h2>{rangeWords(visit, view, days, day)}</h2>
          <div class="row">
            {step(before, w.before, 'prev')}
            {step(today, w.today)}
            {step(after, w.after, 'next')}
          </div>
        </div>
        {view === 'month' ? (
          <Month visit={visit} day={day} today={today} planned={items} themes={themes} />
        ) : (
          days.map((one) => <Day visit={visit} day={one} isToday={one === today} planned={items} themes={themes} />)
        )}
      </>
    ),
  })
})

function rangeWords(visit: Visit, view: 'month' | 'week', days: readonly string[], day: string): string {
  if (view === 'month') return written(visit, day, { year: 'numeric', month: 'long' })
  const [first = day, last = day] = [days[0], days.at(-1)]
  const format = new Intl.DateTimeFormat(visit.locale, { dateStyle: 'long', timeZone: 'UTC' })
  return format.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`))
}

/** One day of a week: what is planned, in order. */
function Day(given: { visit: Visit; day: string; isToday: boolean; planned: Planned; themes: Themes }) {
  const { visit, day, isToday } = given
  const w = say(visit.locale)
  const items: readonly Item[] = given.planned.get(day) ?? []
  const title = written(visit, day, { weekday: 'long', month: 'long', day: 'numeric' })
  return (
    <section class="dayline">
      <h3>
        {title} {isToday && <span class="badge info">{w.today}</span>}{' '}
        {themesOf(day, given.themes, items).map((theme) => (
          <span class="theme">{theme}</span>
        ))}
      </h3>
      {items.length === 0 ? (
        <p class="quiet">
          {w.nothing} <a href={`/broadcasts/new?day=${day}`}>{w.plan}</a>
        </p>
      ) : (
        <Table
          label={title}
          items={items}
          columns={[
            { title: w.time, tight: true, show: (item) => hourOf(visit, item) },
            { title: w.what, show: (item) => <a href={pathOf(item)}>{item.name}</a> },
            { title: w.kind, tight: true, show: (item) => kindWord(visit, item) },
            {
              title: w.status,
              tight: true,
              show: ({ status, phase }) => (status ?? phase) && <Status visit={visit} of={phase ?? status ?? ''} />,
            },
          ]}
        />
      )}
    </section>
  )
}
