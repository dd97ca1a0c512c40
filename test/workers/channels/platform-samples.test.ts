import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { EVENT_DATA } from '../../../schema/event.ts'
import { robotSign } from '../../../workers/channels/dingtalk/robot-sign.ts'
import type { Channel, Inbound } from '../../../workers/channels/kind.ts'
import { findKind, kinds } from '../../../workers/channels/kinds.ts'
import { concatBytes, hmac, toBase64, toHex } from '../../../workers/channels/signature.ts'
import { CALLBACK, callback, channel, inbound, NOW_MS, slackHeaders, xmlEnvelope } from './requests.ts'

const encrypted = { token: CALLBACK.token, encoding_aes_key: CALLBACK.aesKey }
type Case = [kind: string, settings: Partial<Channel>, sign: (body: string) => Promise<Partial<Inbound>>, type: string]

const header = async (values: Record<string, string>) => ({ headers: new Headers(values) })

const cases: Case[] = [
  ['sandbox', {}, () => header({}), 'member.joined'],
  ['slack', { secrets: { signing_secret: 's' } }, async (body) => header(await slackHeaders(body, 's')), 'message.received'],
  ['telegram', { secrets: { secret_token: 's' } }, () => header({ 'x-telegram-bot-api-secret-token': 's' }), 'message.received'],
  ['whatsapp', { config: { phone_number_id: '270000000000001' }, secrets: { app_secret: 's', verify_token: 't' } },
    async (body) => header({ 'x-hub-signature-256': `sha256=${toHex(await hmac('s', concatBytes(body)))}` }), 'message.received'],
  ['line', { secrets: { channel_secret: 's' } },
    async (body) => header({ 'x-line-signature': toBase64(await hmac('s', concatBytes(body))) }), 'message.received'],
  ['feishu', { config: { app_id: 'cli_a0000000000001' }, secrets: { verification_token: 'verification-token' } },
    () => header({}), 'message.received'],
  ['dingtalk', { config: { app_key: 'k' }, secrets: { app_secret: 's' } },
    async () => header({ timestamp: String(NOW_MS), sign: await robotSign(String(NOW_MS), 's') }), 'message.received'],
  ['wecom', { config: { corp_id: 'own' }, secrets: encrypted }, sealed, 'member.joined'],
  ['wechat', { config: { app_id: 'own' }, secrets: encrypted }, sealed, 'member.joined'],
] // biome-ignore format: a table

async function sealed(body: string): Promise<Partial<Inbound>> {
  const { query, encrypted } = await callback(body, 'own')
  query.set('encrypt_type', 'aes')
  const { url, body: bytes } = inbound(xmlEnvelope(encrypted), {}, { query })
  return { url, body: bytes }
}

describe('recorded samples', () => {
  it.each(Object.values(kinds))('$name has a sample and a guide in both languages', ({ sample, guide }) => {
    expect(sample?.body).toMatch(/\S/)
    expect([guide.en, guide['zh-CN']].every((text) => /\S/.test(text))).toBe(true)
  })

  it.each(cases)(
    'what %s sends is taken, signed, as one event of a known shape',
    async (name, settings, sign, type) => {
      const kind = findKind(name)
      const body = kind?.sample?.body ?? ''
      const request = { ...inbound(body, kind?.sample?.headers), ...(await sign(body)) }
      const received = await kind?.receive(request, channel(name, settings), NOW_MS)
      expect(received).toMatchObject({ kind: 'events', events: [{ type, user: { id: expect.stringMatching(/./) } }] })
      const [event] = received?.kind === 'events' ? received.events : []
      expect(v.is(EVENT_DATA[type as keyof typeof EVENT_DATA], event?.data)).toBe(true)
    },
  )

  it('what Discord sends is taken, signed, as a command', async () => {
    const kind = findKind('discord')
    const keys = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
    const publicKey = toHex(new Uint8Array((await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer))
    const body = kind?.sample?.body ?? ''
    const stamp = String(NOW_MS / 1000)
    const signature = await crypto.subtle.sign('Ed25519', keys.privateKey, concatBytes(stamp + body))
    const headers = { 'x-signature-timestamp': stamp, 'x-signature-ed25519': toHex(new Uint8Array(signature)) }
    const own = channel('discord', { config: { application_id: '1325000000000000000', public_key: publicKey } })
    const received = await kind?.receive(inbound(body, headers), own, NOW_MS)
    expect(received).toMatchObject({ kind: 'events', events: [{ type: 'command.invoked', user: { name: '林薇' } }] })
  })
})
