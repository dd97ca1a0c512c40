import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { source as axe } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Product, startProduct } from '../../workers/local/product.ts'

/** Debian's own; .ci/run installs it. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

export type Stage = {
  product: Product
  browser: Browser
  /** A fresh visitor, signed in; collects what the page complains of. */
  visit: (options?: { locale?: 'en' | 'zh-CN'; width?: number; dark?: boolean }) => Promise<Visit>
  api: <T = Record<string, unknown>>(path: string, body?: unknown, method?: string) => Promise<T>
  close: () => Promise<void>
}

export type Visit = { page: Page; complaints: string[]; open: (path: string) => Promise<void> }

/** The real product on a port of its own, and a real browser. */
export async function openStage(): Promise<Stage> {
  const stateDir = await mkdtemp(join(tmpdir(), 'qunflow-browser-'))
  const port = await freePort()
  const product = await startProduct({ port, stateDir, clock: 'virtual', quiet: true })
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  const headers = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/json' }
  return {
    product,
    browser,
    visit: (options = {}) => visit(browser, product.url, options),
    api: async (path, body, method = body === undefined ? 'GET' : 'POST') => {
      const response = await fetch(`${product.url}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
      return text === '' ? {} : JSON.parse(text)
    },
    close: async () => {
      await browser.close()
      await product.stop()
      await rm(stateDir, { recursive: true, force: true })
    },
  }
}

async function visit(browser: Browser, url: string, { locale = 'en', width = 1280, dark = false }): Promise<Visit> {
  const context = await browser.newContext({
    locale,
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width, height: 860 },
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(`asked ${request.url()}`)
  })
  await page.goto(`${url}/sign-in`)
  await page.fill('#key', 'dev-admin-key')
  await page.click('button[type=submit]')
  await page.waitForSelector('main#content')
  const open = async (path: string) => {
    await page.goto(`${url}${path}`)
  }
  return { page, complaints, open }
}

/** What axe finds serious or critical on the page as it is now. The editor's scroller is reached through its content. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: () => Promise<Found> } }).axe.run
    return (await run()).violations
  })
  const ours = violations.map((one) => ({
    ...one,
    nodes: one.nodes.filter(({ html }) => !html.includes('cm-scroller')),
  }))
  return ours
    .filter(({ nodes }) => nodes.length > 0)
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

type Found = { violations: { id: string; impact: string; nodes: { html: string }[] }[] }

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
