import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Caller } from '../callers.ts'
import type { Env } from '../env.ts'
import { house } from '../house.ts'
import { mount } from './api/door.ts'
import { operations } from './api/operations.ts'
import type { App } from './context.ts'
import { newRequestId } from './identified.ts'
import { problem } from './problem.ts'

/** The API for those who are in the house already: the console asks as whoever signed in. */
export type Inside = (caller: Caller, request: Request, env: Env, context: ExecutionContext) => Promise<Response>

type Bindings = Env & { CALLER: Caller }

const introduced = createMiddleware<App>(async (c, next) => {
  c.set('house', await house(c.env))
  c.set('caller', (c.env as Bindings).CALLER)
  c.set('requestId', newRequestId())
  return next()
})

const inner = new Hono<App>()
inner.use(introduced)
mount(inner, operations)
inner.notFound((c) => problem(c, 404))

/** `request` names a path below /api/v1. Who may do what is checked as for everybody else. */
export const inside: Inside = async (caller, request, env, context) =>
  inner.fetch(request, { ...env, CALLER: caller } as Bindings, context)
