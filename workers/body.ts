import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

export const BODY_BYTES_MAX = 1024 * 1024
/** Whoever sends so slowly does not mean to send a body at all. */
const BODY_MS_MAX = 30_000

/**
 * The body as bytes, read once; undefined when it is larger than allowed, whatever length was announced. Throws what is
 * answered with 408 when it takes too long to come.
 */
export async function bytesOf(
  c: Context,
  max: number = BODY_BYTES_MAX,
  msMax: number = BODY_MS_MAX,
): Promise<Uint8Array | undefined> {
  if (Number(c.req.header('content-length') ?? 0) > max) return undefined
  const stream = c.req.raw.body
  if (!stream) return new Uint8Array()
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader()
  const chunks: Uint8Array[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), msMax)
  })
  try {
    for (let size = 0; ; ) {
      const read = await Promise.race([reader.read(), late])
      if (read === 'late') throw new HTTPException(408)
      if (read.done) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      size += read.value.byteLength
      if (size > max) return undefined
      chunks.push(read.value)
    }
  } finally {
    clearTimeout(timer)
    reader.cancel().catch(() => {})
  }
}
