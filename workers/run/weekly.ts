import type { Report } from '../../workflows/engine/report.ts'
import { localDay } from '../../workflows/language/day.ts'
import { weeklyText } from '../../workflows/report/weekly.ts'
import { lastMonday } from '../../workflows/report/weeks.ts'
import { REPORT_LOCALES } from '../../workflows/report/words.ts'
import type { Deps } from './deps.ts'
import { handle } from './handle.ts'
import type { Work } from './read.ts'
import { weekly } from './week.ts'

/**
 * Send the report of the week before, once for each who gets it, in each language asked for. It passes the gate as every
 * message does: who does not want to be written to is not.
 */
export async function sendWeekly(deps: Deps, slot: number): Promise<void> {
  const { settings, channels } = await deps.catalogue.known()
  const { channel, room, contacts, locales } = settings.report
  if (channel === undefined || !channels.has(channel)) return
  const written = await weekly(deps, lastMonday(localDay(slot, settings.timezone)))
  const wanted = locales ?? [settings.locale.startsWith('zh') ? 'zh-CN' : 'en']
  const texts = REPORT_LOCALES.filter((locale) => wanted.includes(locale)).map((locale) => ({
    ...{ locale, text: weeklyText(written, locale) },
  }))
  const report = { week: written.week.name, channel, texts }
  await handle(deps, [
    ...(room === undefined ? [] : [work(COMMUNITY_SUBJECT, { ...report, room })]),
    ...contacts.map((id) => work(id, report)),
  ])
}

/** Whoever posts into rooms for the community as a whole. */
const COMMUNITY_SUBJECT = 's-community'

function work(subjectId: string, report: Report): Work {
  return { who: { subjectId }, events: [], results: [], commands: [{ kind: 'report', report }] }
}
