import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.ts'

/**
 * `npm run generate -- NAME`: a migration from what the tables say now. drizzle-kit cannot say WITHOUT ROWID, which
 * saves a written row wherever the primary key is not a number, nor virtual tables: both are written here.
 */
const [name] = process.argv.slice(2)
if (name === undefined) {
  console.error('how shall the migration be named? npm run generate -- NAME')
  process.exit(2)
}
const migrations = join(root, 'schema', 'migrations')
const known = new Set(readdirSync(migrations))
execFileSync(join(root, 'node_modules', '.bin', 'drizzle-kit'), ['generate', '--name', name], {
  cwd: root,
  stdio: 'inherit',
})
for (const file of readdirSync(migrations).filter((entry) => entry.endsWith('.sql') && !known.has(entry))) {
  const path = join(migrations, file)
  const written = readFileSync(path, 'utf8')
    .split('--> statement-breakpoint')
    .map((statement) => filled(fullText(withoutRowid(statement))))
  writeFileSync(path, `${written.join('--> statement-breakpoint').trimEnd()}\n`)
}

function withoutRowid(statement: string): string {
  const numbered = /`\w+` integer PRIMARY KEY/.test(statement)
  if (numbered || !/^\s*CREATE TABLE/.test(statement)) return statement
  return statement.replace(/\);(\s*)$/, ') WITHOUT ROWID;$1')
}

/** A table whose name ends in `_fts` is an index of full text: `id`, and the terms to be found, with the terms it holds beside it. */
function fullText(statement: string): string {
  const name = /CREATE TABLE `(\w+)_fts`/.exec(statement)?.[1]
  if (name === undefined) return statement
  return `\nCREATE VIRTUAL TABLE \`${name}_fts\` USING fts5(id UNINDEXED, terms, tokenize = 'unicode61 remove_diacritics 0');
--> statement-breakpoint
CREATE VIRTUAL TABLE \`${name}_terms\` USING fts5vocab('${name}_fts', 'row');
`
}

/** A new table of what is known already begins with that: `schema/fills/<table>.sql` follows its creation. */
function filled(statement: string): string {
  const name = /^\s*CREATE TABLE `(\w+)`/.exec(statement)?.[1]
  const fill = join(root, 'schema', 'fills', `${name}.sql`)
  if (name === undefined || !existsSync(fill)) return statement
  return `${statement.trimEnd()}\n--> statement-breakpoint\n${readFileSync(fill, 'utf8')}`
}
