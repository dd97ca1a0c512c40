import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { root } from './bundle.ts'

const from = join(root, 'workers', 'console', 'browser')
const to = join(root, 'workers', 'console', 'assets')

/**
 * `npm run assets` bundles each script of the console, one file each, into a text that the Worker serves. With `--check`
 * nothing is written: exits with 1 when a script has changed since.
 */
const check = process.argv.includes('--check')
let stale = 0
for (const file of (await readdir(from)).filter((name) => name.endsWith('.ts'))) {
  const name = basename(file, '.ts')
  const path = join(to, `${name}.gen.ts`)
  const text = await bundled(join(from, file), name)
  if ((await readFile(path, 'utf8').catch(() => '')) === text) continue
  stale += 1
  if (check) console.error(`workers/console/browser/${file} has changed: npm run assets`)
  else await writeFile(path, text)
}
process.exit(check && stale > 0 ? 1 : 0)

async function bundled(entry: string, name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  })
  const code = outputFiles[0]?.text.trimEnd() ?? ''
  return `export const ${name.replaceAll('-', '_').toUpperCase()}_JS = ${JSON.stringify(code)}\n`
}
