import type { Alert } from '../../../schema/alert.ts'

const WORDS = {
  en: {
    drill: '[DRILL] ',
    head: (level: number, title: string) => `Alert, level ${level}: ${title}`,
    link: (mark: string) => `Acknowledge: ${mark}`,
    button: 'Acknowledge',
  },
  zh: {
    drill: '【演练】',
    head: (level: number, title: string) => `${['', '一', '二', '三'][level] ?? level}级告警：${title}`,
    link: (mark: string) => `确认：${mark}`,
    button: '确认收到',
  },
} as const

function wordsIn(locale: string) {
  return WORDS[locale.toLowerCase().startsWith('zh') ? 'zh' : 'en']
}

/** A title as somebody who reads this language sees it: an exercise says that it is one. */
export function titleIn(locale: string, { title, drill }: Pick<Alert, 'title' | 'drill'>): string {
  return drill ? `${wordsIn(locale).drill}${title}` : title
}

/** What an exercise leads people to read says that it is one, once. */
export function marked(locale: string, text: string): string {
  return Object.values(WORDS).some(({ drill }) => text.includes(drill.trim()))
    ? text
    : `${wordsIn(locale).drill}${text}`
}

/** Stands in a page where the link to acknowledge it comes, which only the way out can sign. */
const LINK_MARK = '\u2063alert-link\u2063'

export type Paged = Pick<Alert, 'id' | 'level' | 'title' | 'detail' | 'drill'>

/** A page with its link, or without the line of it where there is none. */
export function withLink(text: string, url: string | undefined): string {
  if (url !== undefined) return text.replace(LINK_MARK, url)
  const lines = text.split('\n')
  return lines.filter((line) => !line.includes(LINK_MARK)).join('\n')
}

/** What somebody who is paged reads, with the mark where its link comes. */
export function pageText(locale: string, alert: Paged): string {
  const words = wordsIn(locale)
  const head = `${alert.drill ? words.drill : ''}${words.head(alert.level, alert.title)}`
  return [head, ...(alert.detail ? [alert.detail] : []), words.link(LINK_MARK)].join('\n')
}

const BUTTON = 'alert.acknowledge:'

/** The button under a page, and which alert a click on it means. */
export function acknowledgeButton(locale: string, alertId: string) {
  return { text: wordsIn(locale).button, value: `${BUTTON}${alertId}` }
}

export function alertOfButton(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith(BUTTON) ? value.slice(BUTTON.length) : undefined
}
