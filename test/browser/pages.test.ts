import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NAV } from '../../workers/console/nav.ts'
import { faults, hasChromium, openStage, type Stage, type Visit } from './browser.ts'
import { settle } from './community.ts'

let stage: Stage
const GZIP_KIB_MAX = 150
const PAGES_MAX = 110
/** Each page is read by axe in the first; in the others in turn, which of them its address says. */
const LOOKS = [
  { locale: 'en' },
  { locale: 'zh-CN', dark: true, width: 380 },
  { locale: 'en', dark: true },
  { locale: 'zh-CN' },
] as const

describe.skipIf(!hasChromium)('every page of the console', () => {
  let paths: string[] = []

  beforeAll(async () => {
    stage = await openStage()
    await settle(stage)
    paths = await walk()
  }, 300_000)

  afterAll(() => stage?.close())

  it('is found by its links, from the side bar on', () => {
    const kinds = new Set(paths.map(kindOf))
    for (const kind of [
      '/members/:id',
      '/runs/:id',
      '/workflows/:id',
      '/broadcasts/:id',
      '/gatherings/:id',
      '/tasks/:id',
    ])
      expect(kinds).toContain(kind)
    for (const kind of ['/segments/:id', '/surveys/:id', '/contributions/:id', '/faqs/:id', '/members/:id/edit'])
      expect(kinds).toContain(kind)
  })

  it('weighs little, with its style and its script', async () => {
    const { page } = await stage.visit()
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const weigh = async (path: string) => {
      const answer = await fetch(`${stage.product.url}${path}`, { headers: { cookie } })
      return { text: '', bytes: new Uint8Array(await answer.arrayBuffer()) }
    }
    const kib = (bytes: Uint8Array) => gzipSync(bytes).byteLength / 1024
    const head = new TextDecoder().decode((await weigh('/')).bytes)
    const assets = [...head.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path = '']) => path)
    let shared = 0
    for (const path of assets) shared += kib((await weigh(path)).bytes)
    expect(assets.length).toBeGreaterThan(1)
    for (const path of paths) expect(kib((await weigh(path)).bytes) + shared, path).toBeLessThanOrEqual(GZIP_KIB_MAX)
  }, 120_000)

  for (const [i, look] of LOOKS.entries())
    it(`fits, reads well aloud, and asks nobody else: ${JSON.stringify(look)}`, async () => {
      const visit = await stage.visit(look)
      for (const path of paths.filter((one) => i === 0 || 1 + (sumOf(one) % (LOOKS.length - 1)) === i)) {
        await visit.open(path)
        await judge(visit, path)
      }
      expect(visit.complaints).toEqual([])
    }, 300_000)
})

async function judge({ page }: Visit, path: string): Promise<void> {
  expect(await page.locator('h1').count(), path).toBe(1)
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  expect(overflow, path).toBeLessThanOrEqual(0)
  const ids = await page.evaluate<string[]>('[...document.querySelectorAll("[id]")].map(({ id }) => id)')
  expect(
    ids.filter((id, n) => ids.indexOf(id) !== n),
    `${path} gives an id twice`,
  ).toEqual([])
  expect(await page.evaluate<string[]>(NAMELESS), path).toEqual([])
  expect(await faults(page), path).toEqual([])
}

/** Buttons and fields that nobody can name. */
const NAMELESS = `[...document.querySelectorAll('main button:not([hidden]), main input:not([type=hidden]), main select, main textarea')]
  .filter((one) => !one.closest('[hidden], .cm-editor'))
  .filter((one) => !(one.textContent.trim() && one.tagName === 'BUTTON') && !one.getAttribute('aria-label') && !one.labels?.length)
  .map((one) => one.outerHTML.slice(0, 120))`

/** Every kind of page once: from the side bar along the links, as long as they lead to pages of the console. */
async function walk(): Promise<string[]> {
  const { page, open } = await stage.visit()
  const waiting = NAV.flatMap(({ items }) => items.map(({ path }) => path))
  const known = new Set(waiting.map(kindOf))
  const found: string[] = []
  while (waiting.length > 0 && found.length < PAGES_MAX) {
    const path = waiting.shift() ?? ''
    await open(path)
    found.push(path)
    const links = await page
      .locator('main a[href^="/"]:not([download])')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    for (const link of links) {
      if (known.has(kindOf(link)) || /\.csv|\/(export|table)$/.test(link)) continue
      known.add(kindOf(link))
      waiting.push(link)
    }
  }
  return found
}

const NOUNS = new Set(NAV.flatMap(({ items }) => items.map(({ path }) => path.split('/')[1])))
const WORDS = new Set([
  'new',
  'add',
  'edit',
  'merge',
  'try',
  'draft',
  'versions',
  'keys',
  'audit',
  'texts',
  'coupons',
  'items',
  'badges',
  'words',
  'secrets',
])

/** What an address has in common with those of its kind: ids and what is asked for left out. */
function kindOf(path: string): string {
  const [plain = '/', query = ''] = path.split('?')
  const parts = plain.split('/').map((part, i) => (i < 2 || WORDS.has(part) || NOUNS.has(part) ? part : ':id'))
  const asked = [...new URLSearchParams(query).keys()].filter((name) => ['view', 'tab', 'status'].includes(name)).sort()
  return `${parts.join('/')}${asked.length > 0 ? `?${asked.join('&')}` : ''}`
}

function sumOf(path: string): number {
  return [...kindOf(path)].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0)
}
