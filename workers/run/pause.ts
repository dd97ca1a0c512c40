import { type Database, failureOf, type Rows, type Statement } from '../store/database.ts'

const TRIES_MAX = 6
const FIRST_MS = 20

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/**
 * Statements that may be repeated: a passing fault of the database is waited for, further and further apart, for about a
 * second. Throws what does not pass.
 */
export async function surely(db: Database, statements: readonly Statement[]): Promise<Rows[]> {
  for (let tries = 1; ; tries++) {
    try {
      return statements.length === 0 ? [] : await db.batch(statements)
    } catch (error) {
      if (tries === TRIES_MAX || failureOf(error) !== 'transient') throw error
      await pause(FIRST_MS * 2 ** tries)
    }
  }
}
