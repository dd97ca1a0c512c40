#!/usr/bin/env node
// The sources are TypeScript, run as they are: an older Node hands over to the one that this package brings.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const here = dirname(fileURLToPath(import.meta.url))

if (major > 22 || (major === 22 && minor >= 18)) {
  const { main } = await import('./qunflow.ts')
  process.exitCode = main(process.argv.slice(2))
} else {
  const own = join(here, '../../node_modules/node/bin/node')
  if (!existsSync(own)) {
    console.error('qunflow needs Node 22.18 or newer')
    process.exit(2)
  }
  const { status } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = status ?? 2
}
