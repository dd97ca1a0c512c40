import { execFile } from 'node:child_process'
import { readdir, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'

/** The repository, wherever it was cloned to. */
export const root = join(import.meta.dirname, '..', '..')

export type Bundle = {
  /** The folder, and what the Worker imports out of it; the entry comes first. */
  dir: string
  modules: { type: 'ESModule' | 'Text' | 'Data' | 'CompiledWasm'; path: string }[]
  /** What counts against the platform's limit for a Worker. */
  gzipKiB: number
}

const moduleTypes: Record<string, Bundle['modules'][number]['type']> = {
  '.js': 'ESModule',
  '.html': 'Text',
  '.sql': 'Text',
  '.txt': 'Text',
  '.bin': 'Data',
  '.wasm': 'CompiledWasm',
}

/** Bundles the Worker into `dir` exactly as a deployment would, without an account or a network. */
export async function bundle(dir: string): Promise<Bundle> {
  await rm(dir, { recursive: true, force: true })
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const { stdout } = await promisify(execFile)(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', dir], {
    cwd: root,
    env: { ...process.env, ...quietWrangler },
  }).catch((error: { stderr?: string; message: string }) => {
    throw new Error(`the Worker does not build:\n${error.stderr || error.message}`)
  })
  const gzip = /gzip: ([\d.]+) KiB/.exec(stdout)
  if (!gzip) throw new Error(`wrangler did not say how large the Worker is:\n${stdout}`)
  return { dir, modules: await modulesOf(dir), gzipKiB: Number(gzip[1]) }
}

/** No telemetry, no look for a newer version, no log outside the repository. */
const quietWrangler = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: join(root, '.wrangler', 'logs'),
  FORCE_COLOR: '0',
}

async function modulesOf(dir: string): Promise<Bundle['modules']> {
  const names = (await readdir(dir)).sort((a, b) => Number(b === 'app.js') - Number(a === 'app.js'))
  return names.flatMap((name) => {
    const type = moduleTypes[extname(name)]
    return type ? [{ type, path: join(dir, name) }] : []
  })
}
