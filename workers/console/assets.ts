import { Hono } from 'hono'
import { EDITOR_JS } from './assets/editor.gen.ts'
import { PAGE_JS } from './assets/page.gen.ts'
import type { Site } from './site.ts'
import { FLOW_CSS } from './style/flow.ts'
import { FRAME_CSS } from './style/frame.ts'
import { PAGES_CSS } from './style/pages.ts'
import { PARTS_CSS } from './style/parts.ts'
import { SETTINGS_CSS } from './style/settings.ts'
import { TOKENS_CSS } from './style/tokens.ts'

type Asset = { name: string; type: string; text: string }

const STYLE: Asset = {
  name: 'style.css',
  type: 'text/css; charset=utf-8',
  text: [TOKENS_CSS, FRAME_CSS, PARTS_CSS, PAGES_CSS, SETTINGS_CSS, FLOW_CSS].map(shortened).join(''),
}
const SCRIPT_TYPE = 'text/javascript; charset=utf-8'
const SCRIPTS = {
  page: { name: 'page.js', type: SCRIPT_TYPE, text: PAGE_JS },
  editor: { name: 'editor.js', type: SCRIPT_TYPE, text: EDITOR_JS },
} satisfies Record<string, Asset>

/** Where pages find them: a new text has a new address, so browsers may keep the old one for ever. */
export const STYLE_PATH = pathOf(STYLE)
export const SCRIPT_PATHS = { page: pathOf(SCRIPTS.page), editor: pathOf(SCRIPTS.editor) }

export const assets = new Hono<Site>()
for (const asset of [STYLE, ...Object.values(SCRIPTS)])
  assets.get(pathOf(asset), (c) =>
    c.body(asset.text, 200, { 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable' }),
  )

function pathOf({ name, text }: Asset): string {
  return `/console/${digest(text)}/${name}`
}

/** FNV-1a: names a text, protects nothing. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

function shortened(css: string): string {
  return css.replace(/\n\s*/g, '\n').trimStart()
}
