import type { Context } from 'hono'
import type { Env } from '../env.ts'
import type { House } from '../house.ts'

export type Role = 'viewer' | 'operator' | 'admin'
export type Caller = { id: string; role: Role }

/** What every handler finds in its context. */
export type App = { Bindings: Env; Variables: { house: House; caller: Caller } }
export type C = Context<App>
