import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.ts'
import { lock } from './lock.ts'

const stateDir = join(root, '.wrangler')
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
