import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../workers/local/bundle.ts'
import { productProcess } from '../witness/product-process.ts'
import { fill } from './fill.ts'

const NOW = Date.parse('2026-06-10T09:00:00Z')

export type Filled = {
  url: string
  ask: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>
  close: () => Promise<void>
}

/** The product over a community of so many members, which is filled the first time and stays in `.wrangler/`. */
export async function openFilled(count: number, portUnlessSaid: number): Promise<Filled> {
  const port = Number(process.env.PORT || portUnlessSaid)
  const url = `http://127.0.0.1:${port}`
  const stateDir = process.env.STATE_DIR ?? join(root, '.wrangler', `million-${count}`)
  const product = productProcess(port, stateDir, { CLOCK: 'virtual' })
  const ask = asking(url)
  if (!existsSync(join(stateDir, 'filled'))) {
    await product.start()
    await ask('POST', '/dev/clock', { set: new Date(NOW).toISOString() })
    await ask('PUT', '/api/v1/channels/community', { kind: 'sandbox', name: 'community', config: {}, secrets: {} })
    await product.kill()
    fill(stateDir, count, NOW)
    writeFileSync(join(stateDir, 'filled'), String(count))
  }
  await product.start()
  return { url, ask, close: () => product.kill() }
}

function asking(url: string): Filled['ask'] {
  const headers = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/json' }
  return async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, { method, headers, ...sent })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}
