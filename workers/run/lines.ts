const LINE_CHARS_MAX = 8_000_000
/** Whoever sends nothing for so long will not go on. */
const STILL_MS_MAX = 30_000

/**
 * The lines of a stream of UTF-8, as they come: only one of them is held. Ends early at a line that is too long, and when
 * nothing comes any more though there is no end.
 */
export async function* linesOf(
  stream: ReadableStream<Uint8Array>,
  stillMsMax: number = STILL_MS_MAX,
): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader()
  let open = ''
  try {
    for (;;) {
      const read = await inTime(reader.read(), stillMsMax)
      if (read === 'late') return
      if (read.done) break
      const pieces = (open + decoder.decode(read.value, { stream: true })).split('\n')
      open = pieces.pop() ?? ''
      for (const piece of pieces) if (piece.trim() !== '') yield piece
      if (open.length > LINE_CHARS_MAX) return
    }
    if (open.trim() !== '') yield open
  } finally {
    reader.cancel().catch(() => {})
  }
}

async function inTime<T>(work: Promise<T>, msMax: number): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), msMax)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
