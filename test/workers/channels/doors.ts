import { robotSign } from '../../../workers/channels/dingtalk/robot-sign.ts'
import type { Channel, Inbound, Secrets } from '../../../workers/channels/kind.ts'
import { findKind } from '../../../workers/channels/kinds.ts'
import { concatBytes, fromBase64, hmac, toBase64, toHex } from '../../../workers/channels/signature.ts'
import {
  callback, channel, inbound, larkEncrypt, larkHeaders, NOW_MS, slackHeaders, webhookSignature, xmlEnvelope,
} from './requests.ts' // biome-ignore format: one list

/**
 * Every way in, and how a request is made that is let in there. `at` is the clock of whoever sends. `window` says that
 * the time is looked at, `body` that the signature covers the body, `signature` which header holds it.
 */
export type Door = {
  name: string
  kind: string
  config?: Channel['config']
  /** What verifies a request. Each may be two at once. */
  secrets: Record<string, string>
  /** The same, different: what is rotated in or out. */
  others: Record<string, string>
  make: (secrets: Record<string, string>, atMs: number) => Promise<Inbound>
  windowMs?: number
  body?: boolean
  signature?: string
}

const KEY = btoa('a key of twenty-four bytes')
const OTHER_KEY = btoa('another of twenty-four b')
const AES = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const OTHER_AES = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const HOUR_MS = 3_600_000

const sampleOf = (kind: string) => findKind(kind)?.sample.body ?? ''
const headersOf = (kind: string) => findKind(kind)?.sample.headers ?? {}
const seconds = (atMs: number) => String(Math.floor(atMs / 1000))

async function standard(body: string, secret: string, atMs: number): Promise<Record<string, string>> {
  const key = fromBase64(secret.replace('whsec_', '')) ?? new Uint8Array()
  const signature = await webhookSignature(`msg_1.${seconds(atMs)}.${body}`, key)
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds(atMs), 'webhook-signature': signature }
}

/** One secret, one header that signs the body: most of them. */
function signed(
  kind: string,
  secret: string,
  header: string,
  {
    write,
    config,
    body = sampleOf(kind),
  }: {
    write: (body: string, secret: string, atMs: number) => Promise<Record<string, string>>
    config?: Channel['config']
    body?: string
  },
): Door {
  return {
    ...{ name: kind, kind, body: true, signature: header, ...(config && { config }) },
    ...{ secrets: { [secret]: 'own-secret' }, others: { [secret]: 'other-secret' } },
    make: async (secrets, atMs) =>
      inbound(body, { ...headersOf(kind), ...(await write(body, secrets[secret] ?? '', atMs)) }),
  }
}

const hex = async (body: string, secret: string) => toHex(await hmac(secret, concatBytes(body)))
const base64 = async (body: string, secret: string) => toBase64(await hmac(secret, concatBytes(body)))

function standardDoor(kind: string, secret: string): Door {
  const door = signed(kind, secret, 'webhook-signature', { write: standard })
  return {
    ...door,
    secrets: { [secret]: `whsec_${KEY}` },
    others: { [secret]: `whsec_${OTHER_KEY}` },
    windowMs: 300_000,
  }
}

function addressed(kind: string): Door {
  return {
    ...{ name: kind, kind, secrets: { url_token: 'own-token' }, others: { url_token: 'other-token' } },
    make: async ({ url_token = '' }) =>
      inbound(sampleOf(kind), headersOf(kind), { query: new URLSearchParams({ token: url_token }) }),
  }
}

function sealed(name: string, kind: string, config: Channel['config'], make: Door['make']): Door {
  const names = kind === 'dingtalk' ? ['token', 'aes_key'] : ['token', 'encoding_aes_key']
  const [token = '', key = ''] = names
  const beside: Secrets = kind === 'dingtalk' ? { app_secret: 's' } : {}
  return {
    ...{ name, kind, config, make, body: true },
    secrets: { [token]: 'own-token', [key]: AES, ...(beside as Record<string, string>) },
    others: { [token]: 'other-token', [key]: OTHER_AES },
  }
}

export const DOORS: Door[] = [
  signed('sandbox', 'secret', 'x-signature', {
    write: async (body, secret) => ({ 'x-signature': `sha256=${await hex(body, secret)}` }),
  }),
  sealed('wecom', 'wecom', { corp_id: 'own' }, async ({ token = '', encoding_aes_key = '' }) => {
    const { query, encrypted } = await callback(sampleOf('wecom'), 'own', { token, aesKey: encoding_aes_key })
    return inbound(xmlEnvelope(encrypted), { 'content-type': 'text/xml' }, { query })
  }),
  sealed(
    'wecom, the check of its address',
    'wecom',
    { corp_id: 'own' },
    async ({ token = '', encoding_aes_key = '' }) => {
      const { query, encrypted } = await callback('4375120948345356249', 'own', { token, aesKey: encoding_aes_key })
      query.set('echostr', encrypted)
      return inbound('', {}, { method: 'GET', query })
    },
  ),
  sealed('wechat', 'wechat', { app_id: 'own' }, async ({ token = '', encoding_aes_key = '' }) => {
    const { query, encrypted } = await callback(sampleOf('wechat'), 'own', { token, aesKey: encoding_aes_key })
    query.set('encrypt_type', 'aes')
    return inbound(xmlEnvelope(encrypted), { 'content-type': 'text/xml' }, { query })
  }),
  {
    ...{ name: 'wechat in the open', kind: 'wechat', config: { app_id: 'own' } },
    ...{ secrets: { token: 'own-token' }, others: { token: 'other-token' } },
    make: async ({ token = '' }) => {
      const { callbackSignature } = await import('../../../workers/channels/callback-cipher.ts')
      const signature = await callbackSignature(token, '1767603600', 'n')
      const query = new URLSearchParams({ signature, timestamp: '1767603600', nonce: 'n' })
      return inbound(sampleOf('wechat'), { 'content-type': 'text/xml' }, { query })
    },
  },
  {
    ...{ name: 'feishu', kind: 'feishu', config: { app_id: 'cli' }, body: true, signature: 'x-lark-signature' },
    secrets: { verification_token: 'verification-token', encrypt_key: 'own-key' },
    others: { verification_token: 'another', encrypt_key: 'other-key' },
    make: async ({ verification_token = '', encrypt_key = '' }) => {
      const plain = sampleOf('feishu').replace('verification-token', verification_token)
      const body = await larkEncrypt(plain, encrypt_key)
      return inbound(body, await larkHeaders(body, encrypt_key))
    },
  },
  {
    ...{ name: 'feishu in the open', kind: 'feishu', config: { app_id: 'cli' } },
    ...{ secrets: { verification_token: 'verification-token' }, others: { verification_token: 'another' } },
    make: async ({ verification_token = '' }) =>
      inbound(sampleOf('feishu').replace('verification-token', verification_token)),
  },
  sealed('dingtalk', 'dingtalk', { app_key: 'own' }, async ({ token = '', aes_key = '' }) => {
    const event = JSON.stringify({ EventType: 'chat_add_member', eventId: 'e', UserId: ['u'], OpenConversationId: 'c' })
    const { query, encrypted } = await callback(event, 'own', { token, aesKey: aes_key })
    return inbound(JSON.stringify({ encrypt: encrypted }), {}, { query })
  }),
  {
    ...{
      name: 'dingtalk, the robot',
      kind: 'dingtalk',
      config: { app_key: 'own' },
      windowMs: HOUR_MS,
      signature: 'sign',
    },
    ...{ secrets: { app_secret: 'own-secret' }, others: { app_secret: 'other-secret' } },
    make: async ({ app_secret = '' }, atMs) =>
      inbound(sampleOf('dingtalk'), { timestamp: String(atMs), sign: await robotSign(String(atMs), app_secret) }),
  },
  {
    ...signed('slack', 'signing_secret', 'x-slack-signature', {
      write: (body, secret, atMs) => slackHeaders(body, secret, seconds(atMs)),
    }),
    windowMs: 300_000,
  },
  { ...standardDoor('discord', 'relay_secret'), ...relay() },
  {
    ...{ name: 'telegram', kind: 'telegram', signature: 'x-telegram-bot-api-secret-token' },
    ...{ secrets: { secret_token: 'own-secret' }, others: { secret_token: 'other-secret' } },
    make: async ({ secret_token = '' }) =>
      inbound(sampleOf('telegram'), { 'x-telegram-bot-api-secret-token': secret_token }),
  },
  withBeside(
    signed('whatsapp', 'app_secret', 'x-hub-signature-256', {
      config: { phone_number_id: '270000000000001' },
      write: async (body, secret) => ({ 'x-hub-signature-256': `sha256=${await hex(body, secret)}` }),
    }),
    { verify_token: 'v' },
  ),
  {
    ...{ name: 'whatsapp, the check of its address', kind: 'whatsapp', config: { phone_number_id: '270000000000001' } },
    ...{ secrets: { app_secret: 's', verify_token: 'own-token' }, others: { verify_token: 'other-token' } },
    make: async ({ verify_token = '' }) => {
      const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '42', 'hub.verify_token': verify_token }
      return inbound('', {}, { method: 'GET', query: new URLSearchParams(asked) })
    },
  },
  signed('line', 'channel_secret', 'x-line-signature', {
    write: async (body, secret) => ({ 'x-line-signature': await base64(body, secret) }),
  }),
  signed('typeform', 'secret', 'typeform-signature', {
    write: async (body, secret) => ({ 'typeform-signature': `sha256=${await base64(body, secret)}` }),
  }),
  signed('tally', 'signing_secret', 'tally-signature', {
    write: async (body, secret) => ({ 'tally-signature': await base64(body, secret) }),
  }),
  addressed('jotform'),
  addressed('jinshuju'),
  addressed('tencent-survey'),
  {
    ...{ name: 'wufoo', kind: 'wufoo', secrets: { handshake_key: 'own-key' }, others: { handshake_key: 'other-key' } },
    make: async ({ handshake_key = '' }) =>
      inbound(
        sampleOf('wufoo').replace(/(^|&)HandshakeKey=[^&]*/, `$1HandshakeKey=${handshake_key}`),
        headersOf('wufoo'),
      ),
  },
  standardDoor('google-forms', 'secret'),
  standardDoor('standard-webhooks', 'secret'),
  {
    ...withBeside(standardDoor('email', 'webhook_secret'), { api_key: 're_1' }),
    config: { from: 'club@club.example' },
  },
  signed('github', 'secret', 'x-hub-signature-256', {
    write: async (body, secret) => ({ 'x-hub-signature-256': `sha256=${await hex(body, secret)}` }),
  }),
  {
    ...signed('stripe', 'secret', 'stripe-signature', {
      write: async (body, secret, atMs) => ({
        'stripe-signature': `t=${seconds(atMs)},v1=${await hex(`${seconds(atMs)}.${body}`, secret)}`,
      }),
    }),
    windowMs: 300_000,
  },
  {
    ...signed('hmac', 'secret', 'x-sign', {
      config: { header: 'X-Sign', algorithm: 'sha256', encoding: 'hex', timestamp_header: 'X-Time' },
      write: async (body, secret, atMs) => ({
        'x-time': seconds(atMs),
        'x-sign': await hex(`${seconds(atMs)}.${body}`, secret),
      }),
    }),
    windowMs: 300_000,
  },
  {
    ...{ name: 'bearer', kind: 'bearer', secrets: { token: 'own-token' }, others: { token: 'other-token' } },
    signature: 'authorization',
    make: async ({ token = '' }) =>
      inbound(sampleOf('bearer'), { ...headersOf('bearer'), authorization: `Bearer ${token}` }),
  },
]

/** Discord's own requests are signed by a key pair, which is a setting; the relay's by a secret. */
function relay(): Partial<Door> {
  const user = { id: '42', username: 'ada', bot: false }
  const body = JSON.stringify({ t: 'GUILD_MEMBER_ADD', d: { guild_id: '7', user } })
  return {
    config: { application_id: '1', public_key: '0'.repeat(64) },
    make: async ({ relay_secret = '' }, atMs) => inbound(body, await standard(body, relay_secret, atMs)),
  }
}

function withBeside(door: Door, beside: Record<string, string>): Door {
  return { ...door, secrets: { ...door.secrets, ...beside } }
}

export function channelOf(door: Door, secrets: Secrets = door.secrets): Channel {
  return channel(door.kind, { config: door.config ?? {}, secrets })
}

export const NOW = NOW_MS
