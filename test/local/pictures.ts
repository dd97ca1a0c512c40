import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'

/**
 * Takes the pictures of the handbook: `npm run seed`, `npm start`, then
 * `node test/local/pictures.ts`. Each page once in English and once in Chinese, into docs/pictures/.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    key: { type: 'string', default: 'dev-admin-key' },
    into: { type: 'string', default: 'docs/pictures' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '860' },
    page: { type: 'string', multiple: true },
    dark: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
  },
})

const PAGES: Record<string, string> = {
  overview: '/',
  templates: '/templates',
  template: '/templates/recall-dormant',
  workflow: '/workflows/welcome',
  try: '/workflows/welcome/try?days=10',
  edit: '/workflows/welcome/edit',
  members: '/members',
  runs: '/runs',
  messages: '/messages',
  figures: '/figures',
  calendar: '/calendar',
  broadcasts: '/broadcasts',
  channels: '/channels',
}

const pages = values.page ? Object.fromEntries(values.page.map((path) => [nameOf(path), path])) : PAGES
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  await mkdir(values.into, { recursive: true })
  for (const locale of ['en', 'zh-CN']) await walk(locale)
} finally {
  await browser.close()
}

async function walk(locale: string): Promise<void> {
  const viewport = { width: Number(values.width), height: Number(values.height) }
  const context = await browser.newContext({
    locale,
    viewport,
    colorScheme: values.dark ? 'dark' : 'light',
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  await page.goto(`${values.url}/sign-in`)
  await page.fill('#key', values.key)
  await page.click('button[type=submit]')
  await page.waitForSelector('main#content')
  for (const [name, path] of Object.entries(pages)) await shoot(page, path, join(values.into, `${name}.${locale}.png`))
}

async function shoot(page: Page, path: string, file: string): Promise<void> {
  await page.goto(values.url + path)
  await page.screenshot({ path: file, fullPage: values.whole })
}

function nameOf(path: string): string {
  return path.replace(/^\//, '').replace(/[^a-z0-9]+/gi, '-') || 'overview'
}
