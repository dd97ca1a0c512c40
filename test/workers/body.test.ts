import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { expect, it } from 'vitest'
import { bytesOf } from '../../workers/body.ts'
import { linesOf } from '../../workers/run/lines.ts'

const MS_MAX = 300

const app = new Hono()
  .post('/', async (c) => c.text(String((await bytesOf(c, 10, MS_MAX))?.byteLength ?? 'too large')))
  .onError((error, c) => c.text('', error instanceof HTTPException ? error.status : 500))

/** Chunks as they come, and then nothing more and no end. */
function sending(chunks: readonly string[], ends: boolean): Promise<Response> {
  const body = new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      if (ends) controller.close()
    },
  })
  return Promise.resolve(app.request('/', { method: 'POST', body }))
}

it('reads a body that comes in pieces, and stops at what is too large', async () => {
  expect(await (await sending(['abc', 'de'], true)).text()).toBe('5')
  expect(await (await sending(['abc', 'defghijk'], false)).text()).toBe('too large')
})

it('gives up a body that never ends: it holds nothing for ever', async () => {
  expect((await sending(['abc'], false)).status).toBe(408)
})

it('takes the lines of a stream as far as they come, and waits for ever for none', async () => {
  const text = (chunks: readonly string[], ends: boolean) =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
          if (ends) controller.close()
        },
      }),
    ).body as ReadableStream<Uint8Array>
  const all = async (stream: ReadableStream<Uint8Array>) => {
    const lines: string[] = []
    for await (const line of linesOf(stream, MS_MAX)) lines.push(line)
    return lines
  }
  expect(await all(text(['a\nb', 'c\n\n', 'd'], true))).toEqual(['a', 'bc', 'd'])
  expect(await all(text(['a\nb', 'c\n\n', 'd'], false))).toEqual(['a', 'bc'])
})
