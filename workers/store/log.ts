import { AsyncLocalStorage } from 'node:async_hooks'
import { faultOf } from './fault.ts'

/** What every line of the log says of where it comes from, ids only; and what its calls to the database took so far. */
export type Context = { request_id: string; database: { calls: number; ms: number } }

const contexts = new AsyncLocalStorage<Context>()

/** Whatever is logged by this work, also later, says that it belongs to this request. */
export function within<T>(context: Context, work: () => T): T {
  return contexts.run(context, work)
}

/** A call to the database took so long. */
export function tookDatabase(ms: number): void {
  const context = contexts.getStore()
  if (!context) return
  context.database.calls += 1
  context.database.ms += ms
}

/** One line, as JSON. `fields` are ids, counts and our own words, never anything of a person. */
export function logError(message: string, error?: unknown, fields: Record<string, unknown> = {}): void {
  const fault = error === undefined ? {} : faultOf(error)
  console.error(JSON.stringify({ level: 'error', message, ...request(), ...fields, ...fault }))
}

export function logInfo(message: string, fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ level: 'info', message, ...request(), ...fields }))
}

function request(): { request_id?: string } {
  const context = contexts.getStore()
  return context ? { request_id: context.request_id } : {}
}
