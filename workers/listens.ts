import { connect } from 'cloudflare:sockets'

/**
 * Whether somebody listens at an address. The local runtime tells a refused connection and a broken one by the same words,
 * so what was surely not accepted can only be told by trying to connect. Cloudflare itself answers 521 instead.
 */
export async function listens(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  const socket = connect({ hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) })
  try {
    await socket.opened
    return true
  } catch {
    return false
  } finally {
    await socket.close().catch(() => undefined)
  }
}
