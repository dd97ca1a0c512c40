import { Hono } from 'hono'
import { DIGESTS } from './scripts.gen.ts'
import type { Site } from './site.ts'
import { FLOW_CSS } from './style/flow.ts'
import { FRAME_CSS } from './style/frame.ts'
import { PAGES_CSS } from './style/pages.ts'
import { PARTS_CSS } from './style/parts.ts'
import { SETTINGS_CSS } from './style/settings.ts'
import { TOKENS_CSS } from './style/tokens.ts'

const STYLE = [TOKENS_CSS, FRAME_CSS, PARTS_CSS, PAGES_CSS, SETTINGS_CSS, FLOW_CSS].map(shortened).join('')

/** Where pages find them: a new text has a new address, so browsers may keep the old one for ever. */
export const STYLE_PATH = `/console/${digest(STYLE)}/style.css`
export const SCRIPT_PATHS = {
  page: `/console/${DIGESTS.page}/page.js`,
  editor: `/console/${DIGESTS.editor}/editor.js`,
}

const KEPT = 'public, max-age=31536000, immutable'

/** Scripts are files beside the Worker's code, which would start slower for them. */
export const assets = new Hono<Site>().get(STYLE_PATH, (c) =>
  c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': KEPT }),
)
for (const [name, path] of Object.entries(SCRIPT_PATHS))
  assets.get(path, async (c) => {
    const { body, ok } = await c.env.ASSETS.fetch(`https://assets.invalid/${name}.js`)
    if (!ok) return c.notFound()
    return new Response(body, {
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': KEPT },
    })
  })

/** FNV-1a: names a text, protects nothing. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

function shortened(css: string): string {
  return css.replace(/\n\s*/g, '\n').trimStart()
}
