import { Hono } from 'hono'
import { authenticated } from './auth.ts'
import type { App } from './context.ts'

/** The resources for operators. */
export const v1 = new Hono<App>()

v1.use(authenticated)
