/**
 * Has every isolate of a workerd free what it holds no more, through its debugger on this port (Chrome's DevTools protocol).
 * V8 leaves the small objects behind which the local D1 keeps large ones alone for long, so memory says nothing before.
 */
export async function collectGarbage(inspectorPort: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${inspectorPort}/json`)
  const targets = (await answer.json()) as { webSocketDebuggerUrl: string }[]
  await Promise.all(targets.map(({ webSocketDebuggerUrl }) => collect(webSocketDebuggerUrl)))
}

/** An isolate that nobody asks for anything answers nothing, and holds nothing new. */
const ANSWERED_WITHIN_MS = 3_000

function collect(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const late = setTimeout(() => {
      socket.close()
      resolve()
    }, ANSWERED_WITHIN_MS)
    socket.addEventListener('error', () => reject(new Error(`${url} cannot be reached`)))
    socket.addEventListener('open', () => socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' })))
    socket.addEventListener('message', ({ data }) => {
      if ((JSON.parse(String(data)) as { id?: number }).id !== 1) return
      clearTimeout(late)
      socket.close()
      resolve()
    })
  })
}
