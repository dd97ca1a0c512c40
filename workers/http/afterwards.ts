import { logError } from '../store/log.ts'
import type { C } from './context.ts'

/** Work that goes on after the answer. When it fails, what it left is durable, and the sweep goes on with it. */
export async function afterwards(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    logError('left to the sweep', error)
  }
}

/** Let work go on after the answer to this request. */
export function later(c: C): (work: Promise<unknown>) => void {
  return (work) => c.executionCtx.waitUntil(afterwards(work))
}
