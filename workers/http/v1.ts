import { Hono } from 'hono'
import { mount } from './api/door.ts'
import { operations } from './api/operations.ts'
import { authenticated } from './auth.ts'
import type { App } from './context.ts'

/** The resources for operators. */
export const v1 = new Hono<App>()

v1.use(async (c, next) => {
  await next()
  c.header('Cache-Control', 'no-store')
})
v1.use(authenticated)
mount(v1, operations)
