import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { feishu } from '../../../workers/channels/feishu/kind.ts'
import { decrypt, isSigned } from '../../../workers/channels/feishu/open.ts'
import type { Secrets } from '../../../workers/channels/kind.ts'
import { concatBytes, toHex } from '../../../workers/channels/signature.ts'
import { channel, inbound, larkEncrypt, larkHeaders, NOW_MS, NOW_SECONDS } from './requests.ts'
import samples from './samples/feishu.json'

const TOKEN = 'verification-token'
const KEY = 'encrypt-key'
const JSON_TYPE = { 'content-type': 'application/json' }
const plain = channel('feishu', { secrets: { verification_token: TOKEN } })
const sealed = channel('feishu', { secrets: { verification_token: TOKEN, encrypt_key: KEY } })
const event = JSON.stringify(samples.events.find((sample) => sample.name === 'reaction')?.body)
const handshake = JSON.stringify({ challenge: 'ajls384kdjx98XX', token: TOKEN, type: 'url_verification' })
const challenged = {
  kind: 'challenge',
  reply: { status: 200, headers: JSON_TYPE, body: '{"challenge":"ajls384kdjx98XX"}' },
}

describe('published vectors', () => {
  // open.feishu.cn, encrypt-key-encryption-configuration-case
  it('decrypts the documented text', async () => {
    const bytes = await decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', 'test key')
    expect(new TextDecoder().decode(bytes)).toBe('hello world')
    expect(await decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', 'other key')).toBeUndefined()
  })

  // github.com/chyroc/lark 805480d, test/other_test.go
  const headers = {
    'x-lark-request-timestamp': '1626947018',
    'x-lark-request-nonce': '64607134',
    'x-lark-signature': '7db78fdbc2fb617c46e713c3ec3f4b4658d94166682a80434fe557f23afcfd06',
  }
  it.each([
    ['the body as it came', '{fake}', headers, ['fake-xx'], true],
    ['the second of two keys', '{fake}', headers, ['new', 'fake-xx'], true],
    ['another body', '{fake} ', headers, ['fake-xx'], false],
    ['another key', '{fake}', headers, ['fake-yy'], false],
    ['another nonce', '{fake}', { ...headers, 'x-lark-request-nonce': '1' }, ['fake-xx'], false],
    ['no signature', '{fake}', { ...headers, 'x-lark-signature': '' }, ['fake-xx'], false],
  ])('verifies %s', async (_case, body, given, keys, expected) => {
    expect(await isSigned(inbound(body, given), keys)).toBe(expected)
  })
})

describe('handshake', () => {
  it('echoes the challenge in the open', async () => {
    expect(await feishu.receive(inbound(handshake), plain, NOW_MS)).toEqual(challenged)
  })

  it('echoes the challenge when encrypted, which Feishu does not sign', async () => {
    expect(await feishu.receive(inbound(await larkEncrypt(handshake, KEY)), sealed, NOW_MS)).toEqual(challenged)
  })

  it.each([
    ['another token', plain, handshake.replace(TOKEN, 'guess')],
    ['no token', plain, '{"challenge":"x","type":"url_verification"}'],
    ['plain text to a channel with a key', sealed, handshake],
  ])('echoes nothing with %s', async (_case, to, body) => {
    expect(await feishu.receive(inbound(body), to, NOW_MS)).toMatchObject({ kind: 'forged' })
  })
})

describe('verification', () => {
  const send = async (body: string, to = sealed, signWith = KEY) =>
    feishu.receive(inbound(body, await larkHeaders(body, signWith)), to, NOW_MS)

  it('accepts what is encrypted and signed, with either key during rotation', async () => {
    const rotating = channel('feishu', { secrets: { verification_token: ['x', TOKEN], encrypt_key: ['new', KEY] } })
    const body = await larkEncrypt(event, KEY)
    expect(await send(body)).toMatchObject({ kind: 'events', events: [{ id: 'ev_sample' }] })
    expect(await send(body, rotating)).toMatchObject({ kind: 'events', events: [{ id: 'ev_sample' }] })
  })

  it('refuses what is encrypted but not signed', async () => {
    expect(await feishu.receive(inbound(await larkEncrypt(event, KEY)), sealed, NOW_MS)).toMatchObject({
      kind: 'forged',
    })
  })

  it('refuses a tampered body', async () => {
    const body = await larkEncrypt(event, KEY)
    const received = await feishu.receive(inbound(`${body} `, await larkHeaders(body, KEY)), sealed, NOW_MS)
    expect(received).toMatchObject({ kind: 'forged' })
  })

  it.each([
    ['signed with another key', () => larkEncrypt(event, KEY), sealed, 'other'],
    ['encrypted with another key', () => larkEncrypt(event, 'other'), sealed, KEY],
    ['plain, to a channel with a key', async () => event, sealed, KEY],
    ['encrypted, to a channel without a key', () => larkEncrypt(event, KEY), plain, KEY],
    ['with another token', () => larkEncrypt(event.replace(TOKEN, 'guess'), KEY), sealed, KEY],
    ['not AES at all', async () => '{"encrypt":"aGVsbG8="}', sealed, KEY],
  ])('refuses what is %s', async (_case, body, to, signWith) => {
    expect(await send(await body(), to, signWith)).toMatchObject({ kind: 'forged' })
  })

  it.each<Secrets>([
    {},
    { verification_token: '' },
    { verification_token: [] },
    { verification_token: TOKEN, encrypt_key: '' },
  ])('never passes with secrets %j', async (secrets) => {
    const received = await send(event, channel('feishu', { secrets }))
    expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
  })

  it.each(['{"schema":', '[]', '"text"', '['.repeat(65), '{"__proto__":{}}', `{"header":{"token":"${TOKEN}"}}`])(
    'refuses %s',
    async (body) => expect(await feishu.receive(inbound(body), plain, NOW_MS)).toMatchObject({ kind: 'unreadable' }),
  )
})

describe('events', () => {
  it.each(samples.events)('$name', async ({ body, expected }) => {
    const received = await feishu.receive(inbound(JSON.stringify(body)), plain, NOW_MS)
    const reply = { status: 200, headers: JSON_TYPE, body: '{}' }
    expect(received).toMatchObject({ kind: 'events', events: expected, reply })
    expect(JSON.stringify(received)).not.toContain('c-capability')
  })
})

describe('the callbacks of older cards', () => {
  const card = JSON.stringify({
    open_id: 'ou_ada', user_id: 'ada', open_message_id: 'om_1', open_chat_id: 'oc_room', tenant_key: 'tk',
    token: 'c-capability', action: { value: { value: 'yes' }, tag: 'button' },
  }) // biome-ignore format: fields of one click
  const oldHeaders = async (body: string, token = TOKEN) => {
    const signature = new Uint8Array(await crypto.subtle.digest('SHA-1', concatBytes(NOW_SECONDS, 'n', token, body)))
    return {
      'x-lark-request-timestamp': NOW_SECONDS,
      'x-lark-request-nonce': 'n',
      'x-lark-signature': toHex(signature),
    }
  }

  it.each([
    ['without a key', plain],
    ['with one', sealed],
  ])('are taken by their own sign, %s', async (_case, to) => {
    const received = await feishu.receive(inbound(card, await oldHeaders(card)), to, NOW_MS)
    expect(received).toMatchObject({
      kind: 'events',
      events: [
        {
          id: expect.stringMatching(/^[0-9a-f]{64}$/),
          type: 'button.clicked',
          room: 'oc_room',
          user: { id: 'ou_ada' },
          data: { value: 'yes', message_id: 'om_1' },
        },
      ],
    })
    expect(JSON.stringify(received)).not.toContain('c-capability')
  })

  it.each([
    ['unsigned', card, {}],
    ['signed with another token', card, oldHeaders(card, 'guess')],
    ['changed', card.replace('yes', 'no'), oldHeaders(card)],
    ['signed as events are', card, larkHeaders(card, TOKEN)],
  ])('are refused %s', async (_case, body, headers) =>
    expect(await feishu.receive(inbound(body, await headers), plain, NOW_MS)).toMatchObject({ kind: 'forged' }),
  )
})

it.each([
  ['garbage', '{fake}'],
  ['cut off', '{"encrypt":"abc'],
  ['nothing', ''],
])('refuses an unsigned body that cannot be read, before saying what is wrong with it: %s', async (_case, body) => {
  expect(await feishu.receive(inbound(body), sealed, NOW_MS)).toMatchObject({ kind: 'forged' })
  const signed = inbound(body, await larkHeaders(body, KEY))
  expect(await feishu.receive(signed, sealed, NOW_MS)).toMatchObject({ kind: 'unreadable' })
})

describe('settings', () => {
  it.each([
    [{ app_id: 'cli_1' }, true],
    [
      {
        app_id: 'cli_1',
        bot_url: 'https://open.feishu.cn/open-apis/bot/v2/hook/x',
        host: 'https://open.larksuite.com',
      },
      true,
    ],
    [{ app_id: 'cli_1', bot_url: 'javascript:alert(1)' }, false],
    [{ app_id: 'cli_1', host: 'https://evil.example' }, false],
    [{}, false],
  ])('config %j: %s', (config, valid) => expect(v.is(feishu.config, config)).toBe(valid))
})
