import { LABELS, type Label, type ReportLocale, WORDS } from './words.ts'

/** What a weekly report tells: a week and the one before. Shares are from 0 to 1; null where there is nothing to tell. */
export type WeekFigures = Record<Label, number | null>

export type Week = { name: string; from: string; to: string }

export type WeeklyReport = {
  week: Week
  now: WeekFigures
  before: WeekFigures
  funnel: { step: string; members: number }[]
}

/** The report as a text that any chat shows: a line for each figure, with its change marked. */
export function weeklyText({ week, now, before, funnel }: WeeklyReport, locale: ReportLocale): string {
  const words = WORDS[locale]
  const lines = (Object.keys(LABELS) as Label[]).flatMap((label) => {
    const value = now[label]
    if (value === null || (value === 0 && !before[label])) return []
    const change = changeOf(label, value, before[label], locale)
    return [`${words.labels[label]}${words.colon}${shown(label, value, locale)}${change === '' ? '' : `  ${change}`}`]
  })
  const steps = funnel.map(({ step, members }) => `${words.steps[step] ?? step} ${number(members, locale)}`)
  return [
    words.title(week.name),
    `${week.from} – ${week.to}`,
    '',
    ...(lines.length > 0 ? lines : [words.nothing]),
    ...(steps.length > 0 && (funnel[0]?.members ?? 0) > 0
      ? ['', `${words.funnel}${words.colon}${steps.join(' → ')}`]
      : []),
  ].join('\n')
}

function shown(label: Label, value: number, locale: ReportLocale): string {
  return LABELS[label] === 'share' ? `${number(value * 100, locale)} %` : number(value, locale)
}

/** ▲ and ▼ with how much: in per cent, for shares in points of a per cent, for scores in points. */
function changeOf(label: Label, value: number, before: number | null, locale: ReportLocale): string {
  const words = WORDS[locale]
  if (before === null) return ''
  const change = value - before
  if (Math.abs(change) < 1e-9) return '='
  const mark = change > 0 ? '▲' : '▼'
  const much = Math.abs(change)
  if (LABELS[label] === 'share') return `${mark} ${number(much * 100, locale)} ${words.points}`
  if (LABELS[label] === 'score') return `${mark} ${number(much, locale)}`
  return before === 0 ? `${mark} ${words.fromNothing}` : `${mark} ${number((much / Math.abs(before)) * 100, locale)} %`
}

function number(value: number, locale: ReportLocale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)
}
