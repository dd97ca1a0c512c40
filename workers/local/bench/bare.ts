import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { prepareDatabase } from '../migrate.ts'

/** A handler that does nothing but write an event's rows in two batches: what the same work costs without deciding it. */
export async function startBare({ port, stateDir }: { port: number; stateDir: string }) {
  const d1Databases = { DB: { id: 'bare' } }
  const resourcePersistencePath = join(stateDir, 'state')
  await prepareDatabase({ resourcePersistencePath, d1Databases })
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: 'bare',
      modules: true,
      script: readFileSync(join(import.meta.dirname, 'bare-worker.js'), 'utf8'),
      compatibilityDate: '2026-10-01',
      d1Databases,
      resourcePersistencePath,
      host: '127.0.0.1',
      port,
      cf: false,
      logRequests: false,
    }),
  )
  await miniflare.ready
  return { url: `http://localhost:${port}`, stop: () => miniflare.dispose() }
}
