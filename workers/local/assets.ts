import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { root } from './bundle.ts'

const from = join(root, 'workers', 'console', 'browser')

/**
 * `npm run assets` bundles each script of the console, one file each, into workers/assets, and notes by which digests
 * their texts go. With `--check` nothing is written: exits with 1 when a script has changed since.
 */
const check = process.argv.includes('--check')
const digests: Record<string, string> = {}
let stale = 0
for (const file of (await readdir(from)).filter((name) => name.endsWith('.ts'))) {
  const name = basename(file, '.ts')
  const text = await bundled(join(from, file))
  digests[name] = createHash('sha256').update(text).digest('hex').slice(0, 12)
  await keep(join(root, 'workers', 'assets', `${name}.js`), text)
}
await keep(join(root, 'workers', 'console', 'scripts.gen.ts'), `export const DIGESTS = ${JSON.stringify(digests)}\n`)
if (check && stale > 0) console.error('workers/console/browser has changed: npm run assets')
process.exit(check && stale > 0 ? 1 : 0)

async function keep(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return
  stale += 1
  if (!check) await writeFile(path, text)
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
