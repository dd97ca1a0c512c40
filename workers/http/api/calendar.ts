import type * as v from 'valibot'
import { CALENDAR_MS_MAX, CalendarAnswer, CalendarQuery } from '../../../schema/api/broadcasts.ts'
import { PHASES } from '../../../schema/campaign.ts'
import { themesBetween } from '../../../workflows/broadcast/theme-days.ts'
import { localDay } from '../../../workflows/language/day.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { fromWallClock } from '../../../workflows/language/zone.ts'
import type { Catalogue } from '../../run/catalogue.ts'
import type { Deps } from '../../run/deps.ts'
import { broadcastsBetween } from '../../store/broadcasts.ts'
import { listCampaigns } from '../../store/campaigns.ts'
import { listGatherings } from '../../store/gatherings.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

const ITEMS_MAX = 1000
/** Of one schedule: the next ticks, not all of a year's. */
const TICKS_MAX = 50

type Item = v.InferOutput<typeof CalendarAnswer>['items'][number]

type LocalName = string | Record<string, string>
type Said = (name: LocalName) => string
type Between = readonly [from: number, to: number]

/** What is planned, in the order in which it comes. */
export const calendar = [
  operation({
    method: 'GET',
    path: '/calendar',
    summary:
      'What is planned from one day to another: broadcasts with their themes, gatherings, phases of campaigns, and when scheduled workflows tick',
    query: CalendarQuery,
    answers: { 200: CalendarAnswer },
    handle: async ({ c, deps, query }) => {
      const said: Said = (name) => nameOf(name, query.locale)
      const [from, to] = [Date.parse(query.from), Date.parse(query.to)]
      if (to <= from || to - from > CALENDAR_MS_MAX)
        return problem(c, 400, 'the dates are not right', [{ path: 'to', message: 'is up to 400 days after `from`' }])
      const items = [
        ...(await broadcastItems(deps, [from, to])),
        ...(await gatheringsBetween(deps, said, [from, to])),
        ...(await phasesBetween(deps, said, [from, to])),
        ...ticksOf(await deps.catalogue.refresh(), said, [Math.max(from, deps.clock.now()), to]),
      ]
      items.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
      const { timezone, theme_days: days } = (await deps.catalogue.known()).settings
      const themes = themesBetween(days, localDay(from, timezone), localDay(to - 1, timezone))
      return c.json({
        items: items.slice(0, ITEMS_MAX),
        themes: themes.map(({ on, name }) => ({ on, name: said(name) })),
      })
    },
  }),
]

/** Before the earliest member is due a broadcast at a local time has begun: so much before the community is. */
const BEGINS_BEFORE_MS = 27 * 3_600_000

/** One at a local time stands where the community's own clock shows that. */
async function broadcastItems({ db, catalogue }: Deps, [from, to]: Between): Promise<Item[]> {
  const { timezone } = (await catalogue.refresh()).settings
  const rows = await broadcastsBetween(db, from - BEGINS_BEFORE_MS, to, ITEMS_MAX)
  return rows.flatMap(({ id, body, beginsAt, status }): Item[] => {
    const { local } = body.schedule
    const at = local === undefined ? beginsAt : instantOf(local, timezone)
    if (at < from || at >= to) return []
    const theme = body.theme === undefined ? {} : { theme: body.theme }
    return [{ kind: 'broadcast', id, name: body.name, at: formatIso(at), status, ...theme }]
  })
}

/** `2026-03-01T09:30`, on the clock of this zone. */
function instantOf(local: string, zone: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = local.split(/\D/).map(Number)
  return fromWallClock({ year, month, day, hour, minute }, zone)
}

async function gatheringsBetween(deps: Deps, said: Said, [from, to]: Between): Promise<Item[]> {
  const rows = await listGatherings(deps.db, { from, to }, { after: null, limit: ITEMS_MAX })
  return rows.map(({ id, name, startsAt, endsAt, status }) => ({
    ...{ kind: 'gathering', id, name: said(name), at: formatIso(startsAt), status },
    ...(endsAt !== null && { until: formatIso(endsAt) }),
  }))
}

/** Each phase that begins then. */
async function phasesBetween(deps: Deps, said: Said, [from, to]: Between): Promise<Item[]> {
  const rows = await listCampaigns(deps.db, null, ITEMS_MAX)
  return rows.flatMap(({ id, body }) =>
    PHASES.flatMap((phase): Item[] => {
      const at = Date.parse(body.phases[phase])
      if (at < from || at >= to) return []
      return [{ kind: 'campaign', id, name: said(body.name), at: formatIso(at), phase }]
    }),
  )
}

/** When published workflows tick next. */
function ticksOf({ workflows, settings }: Catalogue, said: Said, [from, to]: Between): Item[] {
  return workflows.flatMap(({ id, program, paused }) =>
    program.triggers.flatMap((trigger) => {
      if (trigger.kind !== 'schedule') return []
      const zone = trigger.zone ?? program.settings.timezone ?? settings.timezone
      const items: Item[] = []
      for (let at = trigger.cron.next(from - 1, zone); at !== undefined && at < to && items.length < TICKS_MAX; ) {
        const status = paused ? 'paused' : 'active'
        items.push({ kind: 'workflow', id, name: said(program.definition.name), at: formatIso(at), status })
        at = trigger.cron.next(at, zone)
      }
      return items
    }),
  )
}

function nameOf(name: LocalName, locale = 'en'): string {
  return typeof name === 'string' ? name : (name[locale] ?? name.en ?? Object.values(name)[0] ?? '')
}
