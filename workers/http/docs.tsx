import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from './context.ts'
import { DocsPage } from './docs-page.tsx'
import { DOCS_CSS } from './docs-style.ts'
import { described, openApi } from './openapi.ts'

/** Nothing but our own style sheet: the page is text. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The product’s description of itself, for machines and for people. */
export const docs = new Hono<App>()
  .get('/openapi.json', (c) => c.json(openApi()))
  .get('/docs.css', (c) => c.body(DOCS_CSS, 200, { 'content-type': 'text/css; charset=utf-8' }))
  .get('/docs', (c) => {
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    return c.html(html`<!DOCTYPE html>${<DocsPage requests={described()} />}`)
  })
