import { raw } from 'hono/html'
import type { Gathering } from '../store/gatherings.ts'
import { Frame, type Locale, maskedName } from './frame.tsx'

export type TicketState =
  | 'early' | 'open' | 'came' | 'waitlisted' | 'left' | 'over' | 'cancelled' // biome-ignore format: one list

export type Shown = {
  gathering: Gathering
  name: string | null
  state: TicketState
  /** When check-in opens, for a ticket that is shown early. */
  opensAt: number
  zone: string
  locale: Locale
  /** The link of this ticket as a picture. */
  code: string | undefined
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
  },
} as const

/** One member's ticket: what it is for, and a button once it may be used. Works without scripts. */
export function TicketPage({ gathering, name, state, opensAt, zone, locale, code }: Shown) {
  const say = SAY[locale]
  const title = nameIn(gathering.name, locale)
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'full', timeStyle: 'short' })
  const at = (ms: number) => format.format(ms)
  return (
    <Frame switches locale={locale} title={title}>
      <p>
        {at(gathering.startsAt)}
        {gathering.place !== null && ` · ${gathering.place}`}
      </p>
      <p>
        {say.ticket} · {say.for} <b>{maskedName(name)}</b>
      </p>
      <p role="status">{state === 'early' ? say.early(at(opensAt)) : say[state]}</p>
      {code !== undefined && (state === 'open' || state === 'early') && <div class="qr">{raw(code)}</div>}
      {state === 'open' && (
        <form method="post">
          <button type="submit">{say.come}</button>
        </form>
      )}
    </Frame>
  )
}

/** The same for whatever is wrong with a link. */
export function NoSuchTicket({ locale }: { locale: Locale }) {
  return (
    <Frame switches locale={locale} title={SAY[locale].invalid}>
      <p>{SAY[locale].why}</p>
    </Frame>
  )
}

function nameIn(name: Gathering['name'], locale: Locale): string {
  if (typeof name === 'string') return name
  return name[locale] ?? name[locale.slice(0, 2)] ?? name.en ?? Object.values(name)[0] ?? ''
}
