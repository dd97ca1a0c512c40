import type { Sample } from '../kind.ts'

/** A message to the bot, in the shape of Telegram’s updates, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    update_id: 730000001,
    message: {
      message_id: 412,
      date: 1767603522,
      from: {
        id: 6200000001,
        is_bot: false,
        first_name: '薇',
        last_name: '林',
        username: 'linwei',
        language_code: 'zh-hans',
      },
      chat: { id: 6200000001, type: 'private', first_name: '薇', last_name: '林', username: 'linwei' },
      text: '签到',
    },
  }),
}
