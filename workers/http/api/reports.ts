import { WeeklyAnswer, WeeklyQuery } from '../../../schema/api/reports.ts'
import { localDay } from '../../../workflows/language/day.ts'
import { weeklyText } from '../../../workflows/report/weekly.ts'
import { lastMonday, mondayOf } from '../../../workflows/report/weeks.ts'
import { weekly } from '../../run/week.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

export const reports = [
  operation({
    method: 'GET',
    path: '/reports/weekly',
    summary: 'The report of a week as it is sent, and its figures',
    query: WeeklyQuery,
    answers: { 200: WeeklyAnswer },
    handle: async ({ c, deps, query }) => {
      const { timezone, locale } = (await deps.catalogue.known()).settings
      const monday = query.week === undefined ? lastMonday(localDay(deps.clock.now(), timezone)) : mondayOf(query.week)
      if (monday === undefined) return problem(c, 400, 'there is no such week')
      const report = await weekly(deps, monday)
      const wanted = query.locale ?? (locale.startsWith('zh') ? 'zh-CN' : 'en')
      return c.json({ ...report, timezone, locale: wanted, text: weeklyText(report, wanted) })
    },
  }),
]
