import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from './bundle.ts'

/** Exits with 1 when the tables say something that no migration says yet: generates into a copy, and looks for news. */
const copy = mkdtempSync(join(tmpdir(), 'qunflow-migrations-'))
const migrations = join(root, 'schema', 'migrations')
cpSync(migrations, copy, { recursive: true })
const drizzle = join(root, 'node_modules', '.bin', 'drizzle-kit')
const options = ['--dialect', 'sqlite', '--schema', './schema/tables/*.ts', '--out', relative(root, copy)]
const said = execFileSync(drizzle, ['generate', ...options], { cwd: root, encoding: 'utf8' })
const known = new Set(readdirSync(migrations))
const news = readdirSync(copy).filter((name) => name.endsWith('.sql') && !known.has(name))
rmSync(copy, { recursive: true })

if (news.length > 0) {
  console.error('schema/tables and schema/migrations differ: npm run generate')
  process.exit(1)
}
if (!said.includes('nothing to migrate')) {
  console.error(said)
  process.exit(1)
}
console.log('the migrations say what the tables say')
