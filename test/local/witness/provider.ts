import { createServer } from 'node:http'

/** A provider that remembers which keys it was sent, and when. `answerMs` is how long it takes to answer. */
export async function provider(port: number, answerMs: () => number = () => 0) {
  const received = new Map<string, number[]>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { idempotency_key: key } = JSON.parse(Buffer.concat(chunks).toString()) as { idempotency_key: string }
      received.set(key, [...(received.get(key) ?? []), Date.now()])
      const answer = () =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `p-${key}` }))
      setTimeout(answer, answerMs())
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
