import { beforeAll, expect, test } from 'vitest'
import { concatBytes, hmac, toBase64, toHex } from '../../../workers/channels/signature.ts'
import { ask, get, idle, migrate } from '../../world.ts'

beforeAll(migrate)

const setUp = (id: string, body: object) =>
  get(`/api/v1/channels/${id}`, { method: 'PUT', body: { name: id, ...body } })

async function shown(response: Response) {
  const body = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), body }
}

async function kept(type: string) {
  await idle()
  const { items } = await get(`/api/v1/events?type=${type}`)
  return items
}

test('Discord is answered exactly: 401 to a wrong signature, PONG, 204, and an interaction once its event is kept', async () => {
  const keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
  const raw = (await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer
  await setUp('discord', {
    kind: 'discord',
    config: { application_id: '1', public_key: toHex(new Uint8Array(raw)) },
    secrets: {},
  })
  const post = async (body: object, timestamp = '1767603600') => {
    const text = JSON.stringify(body)
    const signature = await crypto.subtle.sign({ name: 'Ed25519' }, keys.privateKey, concatBytes('1767603600', text))
    const headers = { 'x-signature-ed25519': toHex(new Uint8Array(signature)), 'x-signature-timestamp': timestamp }
    return shown(await ask('/hooks/discord', { body: text, headers, key: null }))
  }
  expect((await post({ type: 1 }, '1767603601')).status).toBe(401)
  expect(await post({ type: 1 })).toEqual({ status: 200, type: 'application/json', body: '{"type":1}' })
  expect(await post({ type: 0 })).toEqual({ status: 204, type: 'application/json', body: '' })
  expect((await post({ type: 77 })).status).toBe(400)
  const click = { id: '1457635891200000001', type: 3, user: { id: '42' }, data: { custom_id: 'yes' } }
  for (const _twice of [1, 2]) expect(await post(click)).toMatchObject({ status: 200, body: '{"type":6}' })
  expect(await kept('button.clicked')).toMatchObject([{ channel: 'discord', data: { value: 'yes' } }])
})

test('Telegram is answered 200 with nothing, or with the call that answers a click', async () => {
  await setUp('telegram', { kind: 'telegram', config: {}, secrets: { secret_token: 'qunflow-1' } })
  const post = async (body: unknown, token = 'qunflow-1') =>
    shown(await ask('/hooks/telegram', { body, headers: { 'x-telegram-bot-api-secret-token': token }, key: null }))
  const from = { id: 7, is_bot: false, first_name: 'Ada' }
  const message = { message_id: 1, date: 1767603600, chat: { id: 7, type: 'private' }, from, text: 'hello telegram' }
  expect((await post({ update_id: 1, message }, 'wrong')).status).toBe(401)
  expect((await post('{')).status).toBe(400)
  for (const _twice of [1, 2]) expect(await post({ update_id: 1, message })).toMatchObject({ status: 200, body: '' })
  expect(await post({ update_id: 2, callback_query: { id: '43', from, data: 'yes' } })).toEqual({
    status: 200,
    type: 'application/json',
    body: '{"method":"answerCallbackQuery","callback_query_id":"43"}',
  })
  const events = (await kept('message.received')).filter((event: { channel: string }) => event.channel === 'telegram')
  expect(events).toMatchObject([{ time: '2026-01-05T09:00:00.000Z', data: { text: 'hello telegram' } }])
})

test('WhatsApp subscribes by its challenge, gets 403 with another token, and 200 once its events are kept', async () => {
  const secrets = { app_secret: 'shh', verify_token: 'meatyhamhock' }
  await setUp('whatsapp', { kind: 'whatsapp', config: { phone_number_id: '277321005464405' }, secrets })
  const handshake = (token: string) =>
    ask(`/hooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`, { key: null })
  expect(await shown(await handshake('meatyhamhock'))).toMatchObject({ status: 200, body: '1158201444' })
  expect((await handshake('nope')).status).toBe(403)
  expect((await ask('/hooks/whatsapp', { key: null })).status).toBe(403)
  const message = { from: '447700900123', id: 'wamid.H', timestamp: '1767603600', type: 'text', text: { body: 'hi' } }
  const value = { metadata: { phone_number_id: '277321005464405' }, messages: [message] }
  const body = JSON.stringify({ entry: [{ changes: [{ field: 'messages', value }] }] })
  const post = async (secret: string) => {
    const signature = `sha256=${toHex(await hmac(secret, concatBytes(body)))}`
    return shown(await ask('/hooks/whatsapp', { body, headers: { 'x-hub-signature-256': signature }, key: null }))
  }
  expect((await post('other')).status).toBe(401)
  for (const _twice of [1, 2]) expect(await post('shh')).toMatchObject({ status: 200, body: '' })
  const events = (await kept('message.received')).filter((event: { channel: string }) => event.channel === 'whatsapp')
  expect(events).toMatchObject([{ time: '2026-01-05T09:00:00.000Z', data: { text: 'hi' } }])
})

test('LINE is answered 200, also to its check without events; 401 and 400 otherwise', async () => {
  await setUp('line', { kind: 'line', config: {}, secrets: { channel_secret: 'shh' } })
  const post = async (body: string, secret = 'shh') => {
    const signature = toBase64(await hmac(secret, concatBytes(body)))
    return shown(await ask('/hooks/line', { body, headers: { 'x-line-signature': signature }, key: null }))
  }
  expect(await post('{"destination":"U8e","events":[]}')).toMatchObject({ status: 200, body: '' })
  expect((await post('i am not jason')).status).toBe(400)
  const source = { type: 'user', userId: 'U1' }
  const message = { id: '1', type: 'text', text: 'hello line' }
  const events = [{ type: 'message', mode: 'active', timestamp: 1767603600000, source, webhookEventId: '01F', message }]
  const body = JSON.stringify({ destination: 'U8e', events })
  expect((await post(body, 'other')).status).toBe(401)
  for (const _twice of [1, 2]) expect(await post(body)).toMatchObject({ status: 200, body: '' })
  const arrived = (await kept('message.received')).filter((event: { channel: string }) => event.channel === 'line')
  expect(arrived).toMatchObject([{ time: '2026-01-05T09:00:00.000Z', data: { text: 'hello line' } }])
  for (const timestamp of [1e300, 1.5, -1, 9e15]) {
    const odd = { type: 'unfollow', mode: 'active', timestamp, source, webhookEventId: `odd${timestamp}` }
    expect(await post(JSON.stringify({ destination: 'U8e', events: [odd] }))).toMatchObject({ status: 200 })
  }
  const times = (await kept('member.left')).map((event: { time: string }) => Date.parse(event.time))
  expect(times).toHaveLength(4)
  for (const time of times) expect(time).toBeGreaterThan(Date.UTC(2020))
})
