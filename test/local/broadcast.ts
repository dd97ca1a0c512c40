/**
 * A broadcast against a provider that enforces its limit, with a kill in the middle: `node test/local/broadcast.ts [messages]`.
 * With `TIMERS=qstash` the wake-ups come from a double of QStash. Not part of `npm test`, because two thousand messages at thirty a second take more than a minute.
 */
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, productProcess } from './witness/product-process.ts'
import { timersFrom } from './witness/qstash-server.ts'

const MESSAGES = Number(process.argv[2] ?? 2000)
const PER_SECOND = 30
const port = Number(process.env.PORT || 8797)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'broadcast')

const taken = new Map<string, number>()
const times: number[] = []
let refused = 0

const provider = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    const now = Date.now()
    response.setHeader('content-type', 'application/json')
    if (times.filter((at) => at > now - 1000).length >= PER_SECOND) {
      refused += 1
      response.writeHead(429)
      response.end(
        JSON.stringify({
          ok: false,
          error_code: 429,
          description: 'Too Many Requests',
          parameters: { retry_after: 2 },
        }),
      )
      return
    }
    times.push(now)
    const { text } = JSON.parse(body) as { text: string }
    taken.set(text, (taken.get(text) ?? 0) + 1)
    response.end(JSON.stringify({ ok: true, result: { message_id: times.length } }))
  })
}).listen(port + 1, '127.0.0.1')

rmSync(stateDir, { recursive: true, force: true })
const timers = process.env.TIMERS === 'qstash' ? await timersFrom(port + 2, url) : undefined
const product = productProcess(port, stateDir, timers?.env)
let wrong = 0

try {
  await product.start()
  await install()
  const began = Date.now()
  await broadcast()
  console.log(`accepted ${MESSAGES} in ${Date.now() - began} ms`)
  await until(() => taken.size > MESSAGES / 3)
  await product.kill()
  const killedAt = taken.size
  await product.start()
  await until(async () => (await counts()).open === 0)
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`killed at ${killedAt}; ${seconds} s in all; ${JSON.stringify(await counts())}`)
  const { sent = 0, unknown = 0 } = (await counts()).by
  check('every message is sent, or was on its way when the product was killed', sent + unknown === MESSAGES)
  check('what was on its way is at most what one round takes', unknown <= 2 * PER_SECOND)
  check('every message that is sent was taken', taken.size >= sent)
  check(
    'no message is doubled',
    [...taken.values()].every((times) => times === 1),
  )
  check(`the limit was never passed (${refused})`, refused === 0)
} finally {
  await product.kill()
  provider.close()
  await timers?.close()
}
rmSync(stateDir, { recursive: true, force: true })
process.exit(wrong > 0 ? 1 : 0)

async function install(): Promise<void> {
  const telegram = { kind: 'telegram', config: {}, secrets: { secret_token: 's', bot_token: '1:a' } }
  await api(url, 'PUT', '/channels/robot', { ...telegram, name: 'robot', api_base: `http://127.0.0.1:${port + 1}` })
  const post = { do: 'message.post', with: { channel: 'robot', room: '{{event.data.n}}', text: 'n{{event.data.n}}' } }
  const definition = { id: 'post', name: 'post', triggers: [{ on: 'custom.post' }], actions: [post] }
  await api(url, 'PUT', '/workflows/post', definition)
  await api(url, 'POST', '/workflows/post/publish', {})
}

async function broadcast(): Promise<void> {
  for (let from = 0; from < MESSAGES; from += 100) {
    const events = Array.from({ length: Math.min(100, MESSAGES - from) }, (_, i) => {
      const n = `${from + i}`
      return { specversion: '1.0', id: n, source: 'test', type: 'custom.post', subject: `c${n}`, data: { n } }
    })
    const headers = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/cloudevents-batch+json' }
    const answer = await fetch(`${url}/events`, { method: 'POST', headers, body: JSON.stringify(events) })
    if (!answer.ok) throw new Error(`events: ${answer.status}`)
  }
}

async function counts(): Promise<{ open: number; by: Record<string, number> }> {
  const { by_status: by } = (await api(url, 'GET', '/messages/summary?channel=robot')) as {
    by_status: Record<string, number>
  }
  const total = Object.values(by).reduce((sum, count) => sum + count, 0)
  return { open: MESSAGES - total + (by.queued ?? 0) + (by.sending ?? 0), by }
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200 && !(await done()); tries++) await sleep(250)
}

function check(guarantee: string, holds: boolean): void {
  if (!holds) wrong += 1
  console.log(`${holds ? 'passed' : 'FAILED'}  ${guarantee}`)
}
