import type { Gathering } from '../store/gatherings.ts'

export type TicketState =
  | 'early' | 'open' | 'came' | 'waitlisted' | 'left' | 'over' | 'cancelled' // biome-ignore format: one list

export type Shown = {
  gathering: Gathering
  name: string | null
  state: TicketState
  /** When check-in opens, for a ticket that is shown early. */
  opensAt: number
  zone: string
  locale: 'en' | 'zh-CN'
}

const SAY = {
  en: {
    ticket: 'Ticket',
    for: 'For',
    come: 'I am here',
    open: 'Check in when you are there, or let somebody at the door do it.',
    early: (at: string) => `Check-in opens at ${at}.`,
    came: 'Checked in. Welcome!',
    waitlisted: 'You are on the wait-list. We tell you when a seat comes free.',
    left: 'There is no seat for you: you have not signed up, or have given it back.',
    over: 'It is over.',
    cancelled: 'It does not take place.',
    invalid: 'This link does not work',
    why: 'It is not complete, or there is no such gathering any more.',
    other: '中文',
  },
  'zh-CN': {
    ticket: '入场凭证',
    for: '成员',
    come: '我到了',
    open: '到场后请签到，也可以出示给工作人员。',
    early: (at: string) => `${at} 开始签到。`,
    came: '已签到，欢迎！',
    waitlisted: '您在候补名单上，有空位时会通知您。',
    left: '您没有名额：尚未报名，或已取消。',
    over: '活动已结束。',
    cancelled: '活动已取消。',
    invalid: '此链接无效',
    why: '链接不完整，或活动已不存在。',
    other: 'English',
  },
} as const

/** One member's ticket: what it is for, and a button once it may be used. Works without scripts. */
export function TicketPage({ gathering, name, state, opensAt, zone, locale }: Shown) {
  const say = SAY[locale]
  const title = nameIn(gathering.name, locale)
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'full', timeStyle: 'short' })
  const at = (ms: number) => format.format(ms)
  return (
    <Page locale={locale} title={title}>
      <p>
        {at(gathering.startsAt)}
        {gathering.place !== null && ` · ${gathering.place}`}
      </p>
      <p>
        {say.ticket} · {say.for} <b>{masked(name ?? '')}</b>
      </p>
      <p role="status">{state === 'early' ? say.early(at(opensAt)) : say[state]}</p>
      {state === 'open' && (
        <form method="post">
          <button type="submit">{say.come}</button>
        </form>
      )}
    </Page>
  )
}

/** The same for whatever is wrong with a link. */
export function NoSuchTicket({ locale }: { locale: Shown['locale'] }) {
  return (
    <Page locale={locale} title={SAY[locale].invalid}>
      <p>{SAY[locale].why}</p>
    </Page>
  )
}

function Page({ locale, title, children }: { locale: Shown['locale']; title: string; children: unknown }) {
  const other = locale === 'en' ? 'zh-CN' : 'en'
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="/u.css" />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {children}
          <a href={`?lang=${other}`} lang={other}>
            {SAY[locale].other}
          </a>
        </main>
      </body>
    </html>
  )
}

function nameIn(name: Gathering['name'], locale: Shown['locale']): string {
  if (typeof name === 'string') return name
  return name[locale] ?? name[locale.slice(0, 2)] ?? name.en ?? Object.values(name)[0] ?? ''
}

/** Enough to be recognised by whom it is; a link may be passed on. */
function masked(name: string): string {
  const [first = ''] = [...name]
  return first === '' ? '***' : `${first}***`
}
