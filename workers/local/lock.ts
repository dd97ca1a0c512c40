import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Makes this the only process that works on the state, until the returned function is called.
 * SQLite's own file lock, because the kernel releases it when a process dies, however it dies.
 * Waits 5 s for one that is still going away, then throws.
 */
export function lock(stateDir: string, patienceMs = 5_000): () => void {
  const file = new DatabaseSync(join(stateDir, 'lock'), { timeout: patienceMs })
  try {
    file.exec('BEGIN EXCLUSIVE')
  } catch {
    file.close()
    throw new Error(`another Qunflow works on ${stateDir}; stop it first`)
  }
  return () => {
    if (file.isOpen) file.close()
  }
}
