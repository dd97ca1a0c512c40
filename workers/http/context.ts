import type { Context } from 'hono'
import type { Caller } from '../callers.ts'
import type { Env } from '../env.ts'
import type { House } from '../house.ts'

/** What every handler finds in its context. */
export type App = { Bindings: Env; Variables: { house: House; caller: Caller; requestId: string } }
export type C = Context<App>
