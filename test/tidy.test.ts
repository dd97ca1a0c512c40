import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

type Source = { path: string; text: string /** Without comments and quoted strings. */; code: string }

const sources: Source[] = ['schema', 'templates', 'test', 'workers', 'workflows'].flatMap(listFiles).flatMap(readSource)
const product = sources.filter(({ path }) => !path.startsWith('test/'))
const handwritten = product.filter(({ path }) => !path.includes('.gen.'))

const belowRun = ['schema', 'language', 'workflows', 'store', 'timers', 'channels', 'env', 'templates']
/**
 * Who may import whom, besides itself. `language` is workflows/language, `env` is workers/env.ts, `wiring` every other
 * file directly in workers/ but app.ts.
 */
const mayImport: Record<string, string[]> = {
  schema: [],
  templates: ['schema'],
  language: ['schema', 'workflows'],
  workflows: ['schema', 'language'],
  store: ['schema', 'env'],
  timers: ['schema', 'env'],
  channels: ['schema', 'language'],
  cli: ['schema', 'language', 'workflows'],
  env: ['schema', 'language', 'workflows', 'store', 'timers', 'channels'],
  run: belowRun,
  wiring: [...belowRun, 'run'],
  http: [...belowRun, 'run', 'wiring'],
  console: [...belowRun, 'run', 'wiring'],
  app: [...belowRun, 'run', 'wiring', 'http', 'console'],
}

test('imports go one way, app → http, console → run → { store, channels, timers, workflows } → schema: a part can be read without what is above it', () => {
  const wrong = product.flatMap(({ path, text }) => {
    const from = partOf(path)
    if (from === 'local') return []
    return localImports(path, text)
      .filter((target) => partOf(target) !== from && !mayImport[from]?.includes(partOf(target)))
      .map((target) => `${path} imports ${target}`)
  })
  expect(wrong).toEqual([])
})

test('workflows imports no platform, no store and no HTTP: it decides anywhere, also in a simulation', () => {
  const platform = /^(node:|cloudflare:|hono|drizzle-orm|@upstash\/|miniflare|wrangler)/
  const wrong = within('workflows').flatMap(({ path, text }) =>
    imports(text)
      .filter((name) => platform.test(name))
      .map((name) => `${path} imports ${name}`),
  )
  expect(wrong).toEqual([])
})

test('workflows reads no clock, no random and no network and awaits nothing: the same stimulus always gives the same reaction', () => {
  expect(
    findCode(within('workflows'), [
      /\bDate\.now\(/,
      /\bnew Date\(\s*\)/,
      /\bDate\(\s*\)/,
      /\bperformance\.now\(/,
      /\bMath\.random\(/,
      /\bcrypto\.(randomUUID|getRandomValues)\b/,
      /(?<![.\w])fetch\(/,
      /(?<![.\w])await\s/,
      /(?<![.\w])async\b/,
    ]),
  ).toEqual([])
})

test('only run/deliver.ts and the QStash adapter call out, through what house.ts hands them: what is sent has been committed before', () => {
  const except = (allowed: RegExp) => within('workers').filter(({ path }) => !allowed.test(path))
  const owners = /^workers\/(house|console\/browser\/[-/a-z]+|run\/deliver|timers\/qstash[-a-z]*|local\/[-/a-z]+)\.ts$/
  const users = /^workers\/(run\/(deliver|call)|local\/[-/a-z]+)\.ts$/
  expect(findCode(except(owners), [/(?<![.\w]|async )fetch\(/, /\bglobalThis\.fetch\(/])).toEqual([])
  expect(findCode(except(users), [/\bdeps\.(fetch|call)\(/])).toEqual([])
})

test('nobody opens a transaction: D1 has none, a batch is one', () => {
  expect(findCode(sources, [/\bdb\.transaction\b/])).toEqual([])
})

test('file and folder names are kebab-case: one way to write a name, on every file system', () => {
  const wrong = sources.filter(({ path }) => !path.split('/').every((part) => /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(part)))
  expect(paths(wrong)).toEqual([])
})

test('no utils, helpers, common, types or index: a name without an owner grows and leaks upward', () => {
  const nameless = /(^|\/)(utils?|helpers?|common|types|index)(\.|\/)/
  expect(paths(sources.filter(({ path }) => nameless.test(path)))).toEqual([])
})

test('no default export but the Worker’s: an import names what it takes', () => {
  const wrong = product.filter(
    ({ path, code }) => path !== 'workers/app.ts' && /^export default\b|\bas default\b/m.test(code),
  )
  expect(paths(wrong)).toEqual([])
})

test('no file is longer than 300 lines: past that it is two things', () => {
  const long = handwritten.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  expect(long.filter(({ lines }) => lines > 300)).toEqual([])
})

test('no path of somebody’s machine: the repository works wherever it is cloned', () => {
  const settings = ['package.json', 'wrangler.toml', 'vitest.config.ts', 'drizzle.config.ts', '.ci/run'].map(
    (path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8'),
    }),
  )
  const machine = /(^|[\s'"`(=:])\/(work|root|tmp|home|Users)\//m
  expect(paths([...sources, ...settings].filter(({ text }) => machine.test(text)))).toEqual([])
})

test('every folder of workers/channels is in the list of kinds: a channel nobody can choose is dead', () => {
  const kinds = readFileSync(join(root, 'workers/channels/kinds.ts'), 'utf8')
  const missing = folders('workers/channels').filter((name) => !kinds.includes(`'./${name}/`))
  expect(missing).toEqual([])
})

test('every folder of templates is whole, and the catalogue that the Worker carries says what the folders say', () => {
  const wrong = folders('templates').flatMap((id) => {
    const files = readdirSync(join(root, 'templates', id))
    const scenarios = files.filter((name) => name.endsWith('.scenario.json'))
    const missing = ['template.json', 'about.en.md', 'about.zh-CN.md'].filter((name) => !files.includes(name))
    return [...missing, ...(scenarios.length < 3 ? ['three scenarios'] : [])].map((what) => `${id} has no ${what}`)
  })
  expect(wrong).toEqual([])
  const checked = spawnSync(process.execPath, ['workers/local/templates.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(checked.stderr).toBe('')
  expect(checked.status).toBe(0)
})

test('the top level holds what the standing list says: the first look shows the whole house', () => {
  const standing = [
    ...['.ci', '.gitignore', 'docs', 'schema', 'templates', 'test', 'workers', 'workflows'],
    ...['ARCHITECTURE.md', 'CHANGELOG.md', 'README.md'],
    ...['biome.json', 'drizzle.config.ts', 'knip.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
    ...['vitest.config.ts', 'wrangler.toml'],
  ]
  const notKept = ['.git', 'node_modules', '.wrangler', '.dev.vars', 'dist']
  const extra = readdirSync(root).filter((name) => ![...standing, ...notKept].includes(name) && !name.endsWith('.log'))
  expect(extra).toEqual([])
})

const REGISTRY = 'https://registry.npmjs.org/'

test('every dependency is pinned to its version, and the lock knows the hash of each: what is installed is what was looked at', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const asked: Record<string, string> = { ...dependencies, ...devDependencies }
  const loose = Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  expect(loose).toEqual([])
  type Locked = {
    version?: string
    integrity?: string
    resolved?: string
    link?: boolean
    inBundle?: boolean
    optional?: boolean
  }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const unsure = Object.entries(packages).filter(
    ([path, { integrity, resolved, link, inBundle, optional }]) =>
      // What is optional is for other machines, and never part of the Worker.
      !(path === '' || link || inBundle || optional) &&
      (!integrity?.startsWith('sha512-') || !(resolved ?? REGISTRY).startsWith(REGISTRY)),
  )
  expect(unsure.map(([path]) => path)).toEqual([])
  const other = Object.entries(asked).filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
  expect(other).toEqual([])
})

test('migrations are numbered without a gap and all in the journal: databases out there have run them', () => {
  const names = readdirSync(join(root, 'schema/migrations')).filter((name) => name.endsWith('.sql'))
  const journal = JSON.parse(readFileSync(join(root, 'schema/migrations/meta/_journal.json'), 'utf8'))
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index))
  expect(names.map((name) => name.replace(/\.sql$/, ''))).toEqual(
    journal.entries.map(({ tag }: { tag: string }) => tag),
  )
})

function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (top === 'workflows') return second === 'language' ? 'language' : 'workflows'
  if (top !== 'workers') return top
  if (!second.includes('.')) return second
  return second === 'app.ts' ? 'app' : second === 'env.ts' ? 'env' : 'wiring'
}

function within(folder: string): Source[] {
  return handwritten.filter(({ path }) => path.startsWith(`${folder}/`))
}

function findCode(files: Source[], words: RegExp[]): string[] {
  return files.flatMap(({ path, code }) =>
    code
      .split('\n')
      .flatMap((line, index) => (words.some((word) => word.test(line)) ? [`${path}:${index + 1}${line}`] : [])),
  )
}

function imports(text: string): string[] {
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/g,
  )
  return [...statements].map(([, still, dynamic]) => still ?? dynamic ?? '')
}

function localImports(path: string, text: string): string[] {
  return imports(text)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(dirname(path), name))
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1), entry.name))
    .sort()
}

function readSource(path: string): Source[] {
  if (!/\.tsx?$/.test(path)) return []
  const text = readFileSync(join(root, path), 'utf8')
  return [{ path, text, code: withoutWords(text) }]
}

/** Blanks comments and quoted strings but keeps the lines, so that what is found can be located. */
function withoutWords(text: string): string {
  const words = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|\/\/.*$/gm
  return text.replace(words, (found) => found.replace(/[^\n]/g, ' '))
}

function folders(path: string): string[] {
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

function paths(files: { path: string }[]): string[] {
  return files.map(({ path }) => path)
}
