import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until nothing listens on the port: what was killed a moment ago may still be letting go of it. */
export async function awaitFreePort(port: number, patienceMs = 5_000): Promise<void> {
  const until = performance.now() + patienceMs
  while (!(await isFree(port))) {
    if (performance.now() > until) {
      throw new Error(`port ${port} is in use by another program; stop it, or choose another one: PORT=8788 npm start`)
    }
    await sleep(100)
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  }
  server.close()
  await once(server, 'close')
  return true
}
