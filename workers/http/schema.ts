import { Hono } from 'hono'
import { definitionSchema, SCHEMA_PATH } from '../../workflows/check/json-schema.ts'
import type { App } from './context.ts'

let text: string | undefined

/** The schema of definitions, for editors. It needs no key: it says nothing about this community. */
export const schema = new Hono<App>().get(SCHEMA_PATH, (c) => {
  text ??= JSON.stringify(definitionSchema())
  return c.body(text, 200, {
    'content-type': 'application/schema+json',
    'cache-control': 'public, max-age=3600',
    'access-control-allow-origin': '*',
  })
})
