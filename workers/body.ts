import type { Context } from 'hono'

export const BODY_BYTES_MAX = 1024 * 1024

/** The body as bytes, read once; undefined when it is larger than allowed, whatever length was announced. */
export async function bytesOf(c: Context, max: number = BODY_BYTES_MAX): Promise<Uint8Array | undefined> {
  if (Number(c.req.header('content-length') ?? 0) > max) return undefined
  const stream = c.req.raw.body
  if (!stream) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > max) return undefined
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
