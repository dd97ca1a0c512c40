import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from '../../workflows/check/read-json.ts'
import { root } from './bundle.ts'

const folder = join(root, 'templates')
const to = join(folder, 'catalogue.gen.ts')

/**
 * `npm run templates` puts every folder of templates/ into one file, a line each, that the Worker carries. With `--check`
 * nothing is written: exits with 1 when a folder has changed since.
 */
const text = catalogueText()
if (existsSync(to) && readFileSync(to, 'utf8') === text) process.exit(0)
if (process.argv.includes('--check')) {
  console.error('templates/ has changed: npm run templates')
  process.exit(1)
}
writeFileSync(to, text)

function catalogueText(): string {
  const ids = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const lines = ids
    .map(({ name }) => name)
    .sort()
    .map((id) => `  ${JSON.stringify(id)}: ${JSON.stringify(JSON.stringify(bundled(id)))},\n`)
  return [
    '/** Every template as JSON, by its id. Made by `npm run templates`; the folders beside it are what one edits. */\n',
    `export const bundledTemplates: Readonly<Record<string, string>> = {\n${lines.join('')}}\n`,
  ].join('')
}

function bundled(id: string): object {
  const files = readdirSync(join(folder, id)).sort()
  const about = files.flatMap((file) => {
    const [, locale] = /^about\.([A-Za-z-]+)\.md$/.exec(file) ?? []
    return locale === undefined ? [] : [[locale, readFileSync(join(folder, id, file), 'utf8')]]
  })
  const scenarios = files
    .filter((file) => file.endsWith('.scenario.json'))
    .map((file) => ({ file, scenario: jsonOf(join(folder, id, file)) }))
  return { definition: jsonOf(join(folder, id, 'template.json')), about: Object.fromEntries(about), scenarios }
}

function jsonOf(path: string): unknown {
  const read = readJson(readFileSync(path, 'utf8'), { comments: true })
  if (read.kind === 'problem') throw new Error(`${path}: ${read.problem.message}`)
  return read.value
}
