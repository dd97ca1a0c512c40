import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { root } from './bundle.ts'
import { lock } from './lock.ts'

const stateDir = resolve(root, process.env.STATE_DIR || '.wrangler')
if (existsSync(stateDir)) {
  try {
    lock(stateDir, 0)()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
  rmSync(stateDir, { recursive: true })
}
console.log('the local state is empty; npm start makes a new one')
