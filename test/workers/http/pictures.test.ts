import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findKind } from '../../../workers/channels/kinds.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { uploadedPicture } from '../../../workers/run/picture.ts'
import { get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { CALLBACK, channel, outgoing } from '../channels/requests.ts'

beforeAll(migrate)
afterEach(() => vi.restoreAllMocks())

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff, 0x0d, 0x0a])
const GOOD = 'https://img.example/a.png'

type Call = { url: string; headers: Headers; body: Uint8Array; json: Record<string, unknown> | undefined }

/** Platforms, and a server of pictures: `/a.png` is one, `/moved` leads there, anything else is a page. */
function outside(): Call[] {
  const calls: Call[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    const sent = new Request('https://x.example', { ...init, method: 'POST' })
    const headers = new Headers(init?.headers)
    const body = new Uint8Array(await sent.arrayBuffer())
    const text = new TextDecoder().decode(body)
    calls.push({ url, headers, body, json: text.startsWith('{') ? JSON.parse(text) : undefined })
    if (url.startsWith('https://img.example/moved'))
      return new Response(null, { status: 302, headers: { location: '/a.png' } })
    if (url.startsWith('https://img.example/a.png')) return new Response(PNG)
    if (url.startsWith('https://img.example/'))
      return new Response('<html>', { headers: { 'content-type': 'image/png' } })
    if (url.includes('im/v1/images')) return Response.json({ code: 0, data: { image_key: 'img_1' } })
    if (url.includes('media/upload')) return Response.json({ type: 'image', media_id: 'M1', created_at: 1 })
    const token = { tenant_access_token: 't', access_token: 't', expire: 7200, expires_in: 7200 }
    return Response.json({ code: 0, errcode: 0, ...token, data: { message_id: 'om' } })
  })
  return calls
}

async function flow(id: string, kind: string, settings: object, to: string, url = GOOD): Promise<void> {
  await get(`/api/v1/channels/${id}`, { method: 'PUT', body: { kind, ...settings } })
  await sandbox(`${id}-in`)
  const image = { url, alt: 'A poster' }
  const post = { channel: id, room: to, text: 'Look', image, category: 'transactional' }
  await install({
    id: `${id}-flow`,
    triggers: [{ on: 'custom.go', channel: `${id}-in` }],
    actions: [{ do: 'message.post', with: post }],
  })
}

const FEISHU = { config: { app_id: 'cli_1' }, secrets: { verification_token: 'v', app_secret: 's' } }
const callbackSecrets = { token: CALLBACK.token, encoding_aes_key: CALLBACK.aesKey }

test('Feishu: a picture is fetched and uploaded once, and stands in the card', async () => {
  const calls = outside()
  await flow('lark', 'feishu', FEISHU, 'oc_1', 'https://img.example/moved')
  for (const user of ['u1', 'u2']) await happens('lark-in', user, 'custom.go')
  await idle()
  const uploads = calls.filter(({ url }) => url.includes('im/v1/images'))
  expect(uploads).toHaveLength(1)
  expect(uploads[0]?.headers.get('authorization')).toBe('Bearer t')
  const form = await new Response(uploads[0]?.body, { headers: uploads[0]?.headers ?? {} }).formData()
  expect(form.get('image_type')).toBe('message')
  const file = form.get('image') as unknown as File
  expect([file.type, file.name]).toEqual(['image/png', 'picture.png'])
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(PNG)
  const sent = calls.filter(({ url }) => url.includes('im/v1/messages'))
  expect(sent).toHaveLength(2)
  expect(JSON.parse(String(sent[0]?.json?.content)).elements).toEqual([
    { tag: 'markdown', content: 'Look' },
    { tag: 'img', img_key: 'img_1', alt: { tag: 'plain_text', content: 'A poster' } },
  ])
})

test('what is no picture goes as its address, and the message goes all the same', async () => {
  const calls = outside()
  await flow('lark2', 'feishu', FEISHU, 'oc_1', 'https://img.example/page')
  await happens('lark2-in', 'u1', 'custom.go')
  await idle()
  expect(calls.some(({ url }) => url.includes('im/v1/images'))).toBe(false)
  const sent = calls.find(({ url }) => url.includes('im/v1/messages'))
  expect(sent?.json).toMatchObject({ msg_type: 'text' })
  expect(JSON.parse(String(sent?.json?.content)).text).toBe('Look\n\nA poster: https://img.example/page')
})

test('WeCom: a room gets the picture behind the text, as a message of its own', async () => {
  const calls = outside()
  const config = { corp_id: 'ww1', agent_id: '1' }
  await flow('corp', 'wecom', { config, secrets: { ...callbackSecrets, corp_secret: 's' } }, 'room1')
  await happens('corp-in', 'u1', 'custom.go')
  await idle()
  expect(calls.map(({ url }) => new URL(url).pathname)).toEqual([
    ...['/cgi-bin/gettoken', '/cgi-bin/appchat/send'],
    ...['/a.png', '/cgi-bin/media/upload', '/cgi-bin/appchat/send'],
  ])
  expect(calls[3]?.url).toBe('https://qyapi.weixin.qq.com/cgi-bin/media/upload?access_token=t&type=image')
  expect(calls[1]?.json).toMatchObject({ chatid: 'room1', msgtype: 'text', text: { content: 'Look' } })
  expect(calls[4]?.json).toMatchObject({ chatid: 'room1', msgtype: 'image', image: { media_id: 'M1' } })
})

const IMAGE = { url: GOOD, alt: 'A poster' }

test.each([
  [
    'a customer gets it beside the text',
    'wmCustomer00000000000000000000001',
    { text: 'Hi', image: IMAGE },
    { text: { content: 'Hi' }, attachments: [{ msgtype: 'image', image: { media_id: 'M' } }] },
  ],
  [
    'a member alone',
    'lilei',
    { text: '', image: IMAGE },
    { touser: 'lilei', msgtype: 'image', image: { media_id: 'M' } },
  ],
])('WeCom: %s', async (_who, to, message, expected) => {
  const own = channel('wecom', { config: { corp_id: 'ww1', agent_id: '1' }, secrets: { corp_secret: 's' } })
  const sending = findKind('wecom')?.sending
  const request = await sending?.request(outgoing({ to, ...message }), own, { nowMs: 0, token: 't', pictureId: 'M' })
  expect(JSON.parse(request?.body ?? '')).toMatchObject(expected)
})

test.each([
  ['uploads what it is given', {}, GOOD, 'M'],
  ['fetches nothing from inside, where it is no development', {}, 'http://127.0.0.1/a.png', undefined],
  ['follows nobody inside', { location: 'http://169.254.169.254/a.png' }, GOOD, undefined],
  ['takes nothing that is too large', { size: 11 * 1024 * 1024 }, GOOD, undefined],
])('%s', async (_what, { location, size }: { location?: string; size?: number }, url, expected) => {
  const fetched: string[] = []
  const deps = {
    ...{ outgoing: { loopback: false, allow: new Set() }, counts: { fetches: 0 }, clock: { real: () => Date.now() } },
    call: async (address: string) => {
      fetched.push(address)
      if (address.includes('media/upload')) return Response.json({ media_id: 'M' })
      if (location) return new Response(null, { status: 302, headers: { location } })
      const body = new Uint8Array(size ?? PNG.length)
      body.set(PNG)
      return new Response(body)
    },
  } as unknown as Deps
  const own = channel('wechat', { id: crypto.randomUUID(), config: { app_id: 'wx1' }, secrets: { app_secret: 's' } })
  const sending = findKind('wechat')?.sending
  if (!sending) throw new Error('WeChat sends')
  const wanted = { channel: own, sending, message: outgoing({ image: { url } }), token: 't' }
  expect(await uploadedPicture(deps, wanted)).toEqual({ kind: 'picture', id: expected })
  expect(fetched.some((address) => /127\.0|169\.254/.test(address))).toBe(false)
})
