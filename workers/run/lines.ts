const LINE_CHARS_MAX = 8_000_000

/** The lines of a stream of UTF-8, as they come: only one of them is held. Ends early at a line that is too long. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let open = ''
  for await (const chunk of stream as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    const pieces = (open + decoder.decode(chunk, { stream: true })).split('\n')
    open = pieces.pop() ?? ''
    for (const piece of pieces) if (piece.trim() !== '') yield piece
    if (open.length > LINE_CHARS_MAX) return
  }
  if (open.trim() !== '') yield open
}
