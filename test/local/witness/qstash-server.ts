import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { qstash } from '../../doubles/qstash.ts'

/** A double of QStash that listens, in real time, and what the product must be started with to use it. */
export async function timersFrom(port: number, productUrl: string) {
  const double = qstash({
    ...{ token: 'tok', currentKey: 'sig_current', nextKey: 'sig_next', nowMs: Date.now() },
    deliver: (request) => fetch(request),
  })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      const { method = 'GET', headers, url } = request
      const body = method === 'GET' ? undefined : Buffer.concat(chunks)
      const asked = new Request(`http://qstash${url}`, {
        method,
        headers: headers as HeadersInit,
        ...(body && { body }),
      })
      const answer = await double(asked)
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })
  }).listen(port, '127.0.0.1')
  let open = true
  const ticking = (async () => {
    while (open) {
      await double.advance(Math.max(0, Date.now() - double.now())).catch(() => undefined)
      await sleep(200)
    }
  })()
  return {
    env: {
      ...{ PUBLIC_URL: productUrl, QSTASH_TOKEN: 'tok', QSTASH_URL: `http://127.0.0.1:${port}` },
      ...{ QSTASH_CURRENT_SIGNING_KEY: 'sig_current', QSTASH_NEXT_SIGNING_KEY: 'sig_next' },
    },
    close: async () => {
      open = false
      await ticking
      server.close()
      await once(server, 'close')
    },
  }
}
