import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { apps } from './cast.ts'

/** What reached a member, as their phone would show it. */
export type Arrived = { channel: 'slack' | 'feishu'; to: string; text: string }

export type Provider = { url: string; arrived: Arrived[]; stop: () => Promise<void> }

type Call = { url: URL; headers: IncomingHttpHeaders; body: Record<string, unknown> }
type Seen = { arrived: Arrived[]; uuids: Map<string, string>; count: number }

/** Slack and Feishu in one small server on a free loopback port: the same checks, the same answers, nobody behind. */
export async function startProvider(): Promise<Provider> {
  const seen: Seen = { arrived: [], uuids: new Map(), count: 0 }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', 'http://provider')
    const answer = respond({ url, headers: request.headers, body: parse(Buffer.concat(chunks).toString()) }, seen)
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(answer ?? { error: 'no such path' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived: seen.arrived, stop }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

function respond(call: Call, seen: Seen): object | undefined {
  switch (call.url.pathname) {
    case '/api/chat.postMessage':
      return postMessage(call, seen)
    case '/open-apis/auth/v3/tenant_access_token/internal':
      return tenantToken(call)
    case '/open-apis/im/v1/messages':
      return createMessage(call, seen)
    default:
      return undefined
  }
}

/** docs.slack.dev, chat.postMessage: what is wrong is said with HTTP 200. A user's id opens their direct messages. */
function postMessage({ headers, body }: Call, { arrived }: Seen): object {
  const { channel, text } = body
  if (headers.authorization !== `Bearer ${apps.slack.token}`) return { ok: false, error: 'invalid_auth' }
  if (typeof channel !== 'string' || !/^[CDGU]/.test(channel)) return { ok: false, error: 'channel_not_found' }
  if (typeof text !== 'string' || text === '') return { ok: false, error: 'no_text' }
  arrived.push({ channel: 'slack', to: channel, text })
  const ts = `1767574800.${String(arrived.length).padStart(6, '0')}`
  return { ok: true, channel: channel.replace(/^U/, 'D'), ts, message: { type: 'message', bot_id: 'B06QUN', text, ts } }
}

const TENANT_TOKEN = 't-g1041demo'

function tenantToken({ body }: Call): object {
  if (body.app_id !== apps.feishu.app || body.app_secret !== apps.feishu.secret)
    return { code: 10014, msg: 'app secret invalid' }
  return { code: 0, msg: 'ok', tenant_access_token: TENANT_TOKEN, expire: 7200 }
}

/** open.feishu.cn, im-v1/message/create: a repeated `uuid` answers the message that is there. */
function createMessage({ url, headers, body }: Call, seen: Seen): object {
  const { receive_id: to, content, uuid } = body
  if (headers.authorization !== `Bearer ${TENANT_TOKEN}`) return { code: 99991663, msg: 'Invalid access token' }
  if (url.searchParams.get('receive_id_type') !== 'open_id' || typeof to !== 'string')
    return { code: 230001, msg: 'invalid receive_id' }
  const text = parse(String(content)).text
  if (body.msg_type !== 'text' || typeof text !== 'string') return { code: 230001, msg: 'invalid message content' }
  const id = seen.uuids.get(String(uuid)) ?? `om_${String(++seen.count).padStart(8, '0')}`
  if (!seen.uuids.has(String(uuid))) seen.arrived.push({ channel: 'feishu', to, text })
  seen.uuids.set(String(uuid), id)
  return { code: 0, msg: 'success', data: { message_id: id, msg_type: 'text', chat_id: 'oc_private' } }
}
