import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = join(import.meta.dirname, '..', '..')

/** The globals of an isolate: its own time, its own chance, its own way out. */
export type Globals = {
  Date: unknown
  Math: unknown
  setTimeout: unknown
  clearTimeout: unknown
  crypto: unknown
  fetch: unknown
  AbortSignal: unknown
  console: unknown
}

const NAMES = ['Date', 'Math', 'setTimeout', 'clearTimeout', 'crypto', 'fetch', 'AbortSignal', 'console'] as const

/** Code that holds nothing from one call to the next is the same for every isolate, and is loaded once. */
const SHARED = /\/(node_modules|workflows|schema|templates)\/|\/workers\/channels\//

/** Makes a new isolate of the product: nothing that one remembers is known to another. */
export type MakeIsolate = (globals: Globals) => unknown

/** The product's shell as a function that can be called for each isolate. */
export async function isolateMaker(): Promise<MakeIsolate> {
  const found = new Set<string>()
  const own = await bundled({ entryPoints: [join(import.meta.dirname, 'isolate-code.ts')] }, [
    apart(found),
    smaller,
    platform,
  ])
  const paths = [...found].sort()
  const contents = paths.map((path, i) => `export * as m${i} from ${JSON.stringify(path)}`).join('\n')
  const shared = await bundled({ stdin: { contents, resolveDir: root, loader: 'ts' } }, [platform])
  const require = createRequire(join(root, 'package.json'))
  const modules = evaluate(new Function('module', 'exports', 'require', shared) as Code, [require]) as Record<
    string,
    unknown
  >
  const known = new Map(paths.map((path, i) => [path, modules[`m${i}`]]))
  const make = new Function('module', 'exports', 'require', ...NAMES, own) as Code
  return (globals) =>
    evaluate(make, [(name: string) => known.get(name) ?? require(name), ...NAMES.map((one) => globals[one])])
}

type Code = (...given: unknown[]) => unknown

function evaluate(code: Code, given: readonly unknown[]): unknown {
  const module = { exports: {} as Record<string, unknown> }
  code(module, module.exports, ...given)
  return module.exports
}

async function bundled(entry: object, plugins: Plugin[]): Promise<string> {
  const options = { bundle: true, write: false, format: 'cjs', platform: 'node', target: 'node24' } as const
  const jsx = { jsx: 'automatic', jsxImportSource: 'hono/jsx', absWorkingDir: root } as const
  const { outputFiles } = await build({ ...entry, ...options, ...jsx, plugins, logLevel: 'silent' })
  return outputFiles?.[0]?.text ?? ''
}

function apart(found: Set<string>): Plugin {
  return {
    name: 'shared code stays apart',
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: /^[^\0]/ }, async ({ path, resolveDir, importer, kind, pluginData }) => {
        if (pluginData === 'asked' || path.startsWith('node:') || path.startsWith('cloudflare:')) return undefined
        const there = await resolve(path, { resolveDir, importer, kind, pluginData: 'asked' })
        if (there.errors.length > 0 || !SHARED.test(there.path)) return undefined
        found.add(there.path)
        return { path: there.path, external: true }
      })
    },
  }
}

/** What workerd gives: as much of it as the shell asks for. */
const platform: Plugin = {
  name: 'platform',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^cloudflare:/ }, ({ path }) => ({ path, namespace: 'platform' }))
    onLoad({ filter: /.*/, namespace: 'platform' }, () => ({
      contents: `export class DurableObject { constructor(ctx, env) { this.ctx = ctx; this.env = env } }
        export const connect = () => { throw new Error('nobody listens') }`,
    }))
  },
}

/** Pages so small that a handful of members are many, and leases so short that two are often at one job. */
const SMALLER: Readonly<Record<string, readonly [string, string]>> = {
  'run/jobs.ts': ['const PAGE = 200', 'const PAGE = 3'],
  'store/jobs.ts': ['JOB_LEASE_MS = 30_000', 'JOB_LEASE_MS = 2_000'],
}

const smaller: Plugin = {
  name: 'small pages and short leases',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/workers\/(run|store)\/jobs\.ts$/ }, ({ path }) => {
      const [written, put] = SMALLER[path.split('/').slice(-2).join('/')] ?? ['', '']
      const contents = readFileSync(path, 'utf8')
      if (!contents.includes(written)) throw new Error(`${path} does not say ${written} any more`)
      return { contents: contents.replace(written, put), loader: 'ts' }
    })
  },
}
