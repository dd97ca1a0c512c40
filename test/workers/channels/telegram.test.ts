import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Secrets } from '../../../workers/channels/kind.ts'
import { telegram } from '../../../workers/channels/telegram/kind.ts'
import { channel, inbound, NOW_MS } from './requests.ts'
import samples from './samples/telegram.json'

const TOKEN = 'qunflow_Telegram-1'
const ours = channel('telegram', {
  config: { username: '@QunBot' },
  secrets: { secret_token: TOKEN, bot_token: '900:AAE' },
})

function receive(body: unknown, token: string | undefined = TOKEN, to = ours) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers: Record<string, string> = token === undefined ? {} : { 'x-telegram-bot-api-secret-token': token }
  return telegram.receive(inbound(text, headers), to, NOW_MS)
}

const update = { update_id: 1, message: { date: 1, chat: { id: 5 }, from: { id: 5, is_bot: false }, text: 'hi' } }

describe('verification', () => {
  it.each([
    ['another token', 'qunflow_Telegram-2'],
    ['a part of the token', TOKEN.slice(0, -1)],
    ['an empty token', ''],
  ])('refuses %s', async (_case, token) => expect(await receive(update, token)).toMatchObject({ kind: 'forged' }))

  it('refuses what carries no token', async () => {
    expect(await telegram.receive(inbound(JSON.stringify(update)), ours, NOW_MS)).toMatchObject({ kind: 'forged' })
  })

  it('takes either of two tokens during rotation', async () => {
    const rotating = channel('telegram', { secrets: { secret_token: ['new', TOKEN] } })
    expect(await receive(update, TOKEN, rotating)).toMatchObject({ kind: 'events' })
    expect(await receive(update, 'new', rotating)).toMatchObject({ kind: 'events' })
  })

  it.each<Secrets>([{}, { secret_token: '' }, { secret_token: [] }])(
    'never passes with secrets %j',
    async (secrets) => {
      const received = await receive(update, '', channel('telegram', { secrets }))
      expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
    },
  )

  it.each(['', '{', '[]', '"x"', '{"message":{}}', '['.repeat(65)])('finds %j unreadable', async (body) =>
    expect(await receive(body)).toMatchObject({ kind: 'unreadable' }),
  )
})

describe('updates', () => {
  it.each(samples.updates)('$name', async ({ body, expected }) => {
    expect(await receive(body)).toMatchObject({ kind: 'events', events: expected })
  })

  it('say twice that somebody joined or left, and both are known by one id', async () => {
    const chat = { id: -100, type: 'supergroup' }
    const ada = { id: 7, is_bot: false, first_name: 'Ada' }
    const status = (was: string, is: string) => ({
      chat,
      from: ada,
      date: 1767603600,
      old_chat_member: { user: ada, status: was },
      new_chat_member: { user: ada, status: is },
    })
    const notice = (what: object) => ({ message_id: 1, date: 1767603600, chat, from: ada, ...what })
    const pairs = [
      [{ chat_member: status('left', 'member') }, { message: notice({ new_chat_members: [ada] }) }],
      [{ chat_member: status('member', 'left') }, { message: notice({ left_chat_member: ada }) }],
    ]
    for (const pair of pairs) {
      const ids = await Promise.all(
        pair.map(async (said, index) => {
          const received = await receive({ update_id: index, ...said })
          return received.kind === 'events' && received.events.map(({ id, type }) => [id, type])
        }),
      )
      expect(ids[0]).toEqual(ids[1])
    }
  })

  it.each([
    ['left', {}, 'restricted', { is_member: true }, 'member.joined'],
    ['kicked', {}, 'administrator', {}, 'member.joined'],
    ['restricted', { is_member: false }, 'member', {}, 'member.joined'],
    ['restricted', { is_member: true }, 'member', {}, 'custom.telegram.chat_member'],
    ['member', {}, 'administrator', {}, 'custom.telegram.chat_member'],
    ['member', {}, 'restricted', { is_member: false }, 'member.left'],
    ['creator', {}, 'left', {}, 'member.left'],
    ['left', {}, 'restricted', { is_member: false }, 'custom.telegram.chat_member'],
  ])('reads from %s %j to %s %j as %s', async (was, wasMore, is, isMore, type) => {
    const user = { id: 7, is_bot: false, first_name: 'Ada' }
    const chat_member = {
      chat: { id: -100 },
      from: user,
      date: 1767603600,
      old_chat_member: { user, status: was, ...wasMore },
      new_chat_member: { user, status: is, ...isMore },
    }
    expect(await receive({ update_id: 3, chat_member })).toMatchObject({ events: [{ type, user: { id: '7' } }] })
  })

  it('answers a click, so that the button stops turning', async () => {
    const callback_query = { id: '4382bfdwdsb323b2d9', from: { id: 7, is_bot: false }, data: 'yes', chat_instance: '1' }
    expect(await receive({ update_id: 9, callback_query })).toMatchObject({
      reply: { status: 200, body: '{"method":"answerCallbackQuery","callback_query_id":"4382bfdwdsb323b2d9"}' },
    })
    expect(await receive(update)).not.toHaveProperty('reply')
  })

  it.each([
    ['/start', [{ type: 'bot_command', offset: 0, length: 6 }], true],
    ['/start@QunBot', [{ type: 'bot_command', offset: 0, length: 13 }], true],
    ['/start@OtherBot', [{ type: 'bot_command', offset: 0, length: 15 }], false],
    ['hey @qunbot', [{ type: 'mention', offset: 4, length: 7 }], true],
    ['hey @other', [{ type: 'mention', offset: 4, length: 6 }], false],
    ['hello', [], false],
  ])('knows whether %j in a group is for us', async (text, entities, mention) => {
    const message = { message_id: 1, date: 1, chat: { id: -1, type: 'group' }, from: { id: 7 }, text, entities }
    expect(await receive({ update_id: 4, message })).toMatchObject({ events: [{ data: { mention } }] })
  })
})

it.each([
  [{ secret_token: 'a_B-9' }, true],
  [{ secret_token: 'has space' }, false],
  [{ secret_token: 'a', bot_token: '1:AA/../x' }, false],
  [{ bot_token: '1:AA' }, false],
])('secrets %j: %s', (secrets, valid) => expect(v.is(telegram.secrets, secrets)).toBe(valid))
