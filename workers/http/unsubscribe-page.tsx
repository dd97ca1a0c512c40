import type { Contact } from '../../schema/actor.ts'
import type { Unsubscribing } from '../run/unsubscribing.ts'
import { Frame, type Locale, maskedName } from './frame.tsx'

export type Shown = {
  link: Unsubscribing
  contact: Contact
  state: 'asked' | 'nothing chosen' | 'left' | 'returned'
  locale: Locale
}

const SAY = {
  en: {
    title: 'Unsubscribe',
    for: 'For',
    about: 'The message that brought you here was',
    ask: 'Which messages do you no longer want?',
    promotional: 'Offers and news',
    lifecycle: 'Tips, reminders and invitations',
    transactional: 'Confirmations and what you asked for',
    all: 'Everything, also confirmations',
    off: 'off already',
    leave: 'Unsubscribe',
    nothing: 'Choose at least one.',
    left: 'Done. You will get no more of:',
    returned: 'Done. You will get our messages again.',
    back: 'Get them again',
    invalid: 'This link does not work',
    why: 'It is not complete, or it is too old. Use the link in a newer message, or answer STOP to one.',
  },
  'zh-CN': {
    title: '退订',
    for: '联系人',
    about: '您收到的消息属于',
    ask: '您不想再收到哪些消息？',
    promotional: '优惠和资讯',
    lifecycle: '提示、提醒和邀请',
    transactional: '确认信息和您主动请求的消息',
    all: '所有消息，包括确认信息',
    off: '已退订',
    leave: '退订',
    nothing: '请至少选择一项。',
    left: '已完成，您将不再收到：',
    returned: '已完成，您将重新收到我们的消息。',
    back: '重新订阅',
    invalid: '此链接无效',
    why: '链接不完整或已过期。请使用较新消息中的链接，或直接回复“退订”。',
  },
} as const

const CHOICES = ['promotional', 'lifecycle', 'all'] as const
const NAMED = ['promotional', 'lifecycle', 'transactional', 'all'] as const

/** Who would be unsubscribed, and from what. Works without scripts. */
export function UnsubscribePage({ link, contact, state, locale }: Shown) {
  const say = SAY[locale]
  const off = NAMED.filter((name) => contact.consents[name] === false)
  return (
    <Frame switches locale={locale} title={say.title}>
      <p>
        {say.for} <b>{maskedName(contact.name)}</b>. {say.about} “{say[link.category]}”.
      </p>
      {state === 'returned' && <p role="status">{say.returned}</p>}
      {state === 'nothing chosen' && <p role="alert">{say.nothing}</p>}
      {state === 'left' ? (
        <>
          <p role="status">{say.left}</p>
          <ul>
            {off.map((name) => (
              <li>{say[name]}</li>
            ))}
          </ul>
        </>
      ) : (
        <form method="post">
          <fieldset class="rows">
            <legend>{say.ask}</legend>
            {CHOICES.map((name) => (
              <label>
                <input
                  type="checkbox"
                  name="from"
                  value={name}
                  checked={name === link.category && !off.includes(name)}
                  disabled={off.includes(name)}
                />{' '}
                {say[name]} {off.includes(name) && <i>({say.off})</i>}
              </label>
            ))}
          </fieldset>
          <button type="submit" name="do" value="leave">
            {say.leave}
          </button>
        </form>
      )}
      {off.length > 0 && (
        <form method="post">
          <button type="submit" name="do" value="return" class="quiet">
            {say.back}
          </button>
        </form>
      )}
    </Frame>
  )
}

/** The same for whatever is wrong with a link. */
export function NoSuchLink({ locale }: { locale: Shown['locale'] }) {
  return (
    <Frame switches locale={locale} title={SAY[locale].invalid}>
      <p>{SAY[locale].why}</p>
    </Frame>
  )
}
