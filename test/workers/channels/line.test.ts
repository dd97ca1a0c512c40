import { describe, expect, it } from 'vitest'
import type { Secrets } from '../../../workers/channels/kind.ts'
import { line } from '../../../workers/channels/line/kind.ts'
import { concatBytes, hmac, toBase64 } from '../../../workers/channels/signature.ts'
import { channel, inbound, NOW_MS } from './requests.ts'
import samples from './samples/line.json'

const SECRET = 'qunflow-channel-secret'
const ours = channel('line', { secrets: { channel_secret: SECRET } })
const body = '{"destination":"U8e","events":[]}'

async function signature(text: string, secret = SECRET) {
  return toBase64(await hmac(secret, concatBytes(text)))
}

async function receive(text: string) {
  return line.receive(inbound(text, { 'x-line-signature': await signature(text) }), ours, NOW_MS)
}

describe('verification', () => {
  it('accepts what the channel secret signs, also while it is rotated', async () => {
    expect(await receive(body)).toEqual({ kind: 'events', events: [] })
    const rotating = channel('line', { secrets: { channel_secret: ['new', SECRET] } })
    const request = inbound(body, { 'X-LINE-Signature': await signature(body) })
    expect(await line.receive(request, rotating, NOW_MS)).toMatchObject({ kind: 'events' })
  })

  it('refuses everything else', async () => {
    const right = await signature(body)
    const swapped = right.replace(/[a-z]/, (letter) => letter.toUpperCase())
    for (const [text, header] of [
      [`${body} `, right],
      [body.replace('":', '": '), right],
      [body, swapped],
      [body, await signature(body, 'other')],
      [body, 'not base64!'],
      [body, ''],
    ] as const)
      expect(await line.receive(inbound(text, { 'x-line-signature': header }), ours, NOW_MS)).toMatchObject({
        kind: 'forged',
      })
    expect(await line.receive(inbound(body), ours, NOW_MS)).toMatchObject({ kind: 'forged' })
  })

  it.each<Secrets>([{}, { channel_secret: '' }, { channel_secret: [] }])(
    'never passes with secrets %j',
    async (secrets) => {
      const request = inbound(body, { 'x-line-signature': await signature(body) })
      const received = await line.receive(request, channel('line', { secrets }), NOW_MS)
      expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
    },
  )

  it.each(['', 'i am not jason', '[]', '['.repeat(65)])('finds %j unreadable', async (text) =>
    expect(await receive(text)).toMatchObject({ kind: 'unreadable' }),
  )
})

it.each(samples.webhooks)('reads $name', async ({ events, expected }) => {
  const received = await receive(JSON.stringify({ destination: 'U8e', events }))
  expect(received).toMatchObject({ kind: 'events', events: expected })
})

it('keeps reply tokens only where the answer is for the person alone, and never those of the console', async () => {
  const event = (source: object, replyToken: string) => ({
    type: 'message',
    timestamp: 1,
    source,
    replyToken,
    message: {},
  })
  const dm = { type: 'user', userId: 'U1' }
  const events = [
    event(dm, 'good'),
    event({ type: 'group', groupId: 'C1', userId: 'U1' }, 'shown to all'),
    event(dm, '0'.repeat(32)),
    event(dm, 'f'.repeat(32)),
    { ...event(dm, 'of another'), mode: 'standby' },
  ]
  const received = await receive(JSON.stringify({ events }))
  const tokens = received.kind === 'events' && received.events.map(({ data }) => data.reply_token)
  expect(tokens).toEqual(['good', undefined, undefined, undefined, undefined])
  expect(JSON.stringify(received)).not.toContain('of another')
})
