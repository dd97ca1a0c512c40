import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { qunflow } from './run.ts'

const root = join(import.meta.dirname, '../..')
const within = mkdtempSync(join(tmpdir(), 'qunflow-test-'))

/** `npx qunflow …` in a folder of its own. */
function here(...args: string[]): { status: number | null; out: string; error: string } {
  const command = join(root, 'workers/cli/qunflow.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', cwd: within })
  return { status, out: stdout, error: stderr }
}

function changed(path: string, change: (json: Record<string, never>) => unknown): void {
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))))
}

test('runs every scenario of a folder and of the folders in it', () => {
  const { status, out } = qunflow('test', join(root, 'templates/welcome'))
  expect(status).toBe(0)
  expect(out).toMatch(/^passed .*daytime\.scenario\.json/m)
  expect(out).toMatch(/scenarios: \d+ passed, 0 failed$/m)
})

test('says in what a scenario differs, line by line, and exits with 1', () => {
  const folder = join(within, 'broken')
  cpSync(join(root, 'templates/welcome'), folder, { recursive: true })
  changed(join(folder, 'daytime.scenario.json'), (json) => ({
    ...json,
    expect: { messages: [{ text: 'Hello' }], contact: { points: 999 }, tasks: [{ title: 'Call' }] },
  }))
  const { status, out } = here('test', 'broken')
  expect(status).toBe(1)
  expect(out).toMatch(/^FAILED {2}broken\/daytime\.scenario\.json/m)
  expect(out).toMatch(/- message 1 is another one \(text\):\n {4}expected \{"text":"Hello"\}\n {4}found {4}\d{4}-/)
  expect(out).toContain('- contact.points: expected 999, found 10')
  expect(out).toContain('- task 1 never came:\n    expected {"title":"Call"}')
  const { scenarios } = JSON.parse(here('test', 'broken', '--json').out)
  const differs = scenarios.find(({ file }: { file: string }) => file.endsWith('daytime.scenario.json'))
  expect(differs).toMatchObject({ passed: false, differences: expect.arrayContaining([expect.any(String)]) })
})

test('a scenario that expects nothing, or a definition that does not check, is no passed test', () => {
  const folder = join(within, 'mute')
  cpSync(join(root, 'templates/welcome'), folder, { recursive: true })
  changed(join(folder, 'staff.scenario.json'), ({ expect: _, ...json }) => json)
  changed(join(folder, 'leaves.scenario.json'), (json) => ({ ...json, inputs: { gift_points: -3 } }))
  const { status, out } = here('test', 'mute')
  expect(status).toBe(1)
  expect(out).toContain('it has no `expect`, so it proves nothing')
  expect(out).toMatch(/leaves\.scenario\.json:1:\d+: error: must be at least 0 \[inputs\.gift_points\]/)
})

test('a folder that is not there, or holds no scenario, is said, with status 2', () => {
  expect(here('test', 'nowhere')).toMatchObject({ status: 2, error: expect.stringContaining('there is no folder') })
  const empty = mkdtempSync(join(within, 'empty-'))
  expect(here('test', empty)).toMatchObject({ status: 2, error: expect.stringContaining('no *.scenario.json') })
})

test.each(['workflow', 'template'])('a new %s passes its own scenarios at once, and is never written over', (what) => {
  const made = here('new', what, `my-${what}`)
  expect(made.status).toBe(0)
  expect(made.out).toContain(`my-${what}/${what}.json`)
  const tested = here('test', `my-${what}`)
  expect(tested.out).toMatch(/ 0 failed$/m)
  expect(tested.status).toBe(0)
  expect(here('check', `my-${what}/${what}.json`).status).toBe(0)
  expect(here('new', what, `my-${what}`)).toMatchObject({
    status: 2,
    error: expect.stringContaining('is there already'),
  })
  expect(here('new', what, 'No Name').status).toBe(2)
})

test('a new template has what a template needs', () => {
  here('new', 'template', 'whole')
  const read = (file: string) => readFileSync(join(within, 'whole', file), 'utf8')
  const definition = JSON.parse(read('template.json'))
  expect(definition).toMatchObject({ id: 'whole', version: '1.0.0', template: { category: 'lifecycle' } })
  expect(read('about.en.md')).toContain('# whole')
  expect(read('about.zh-CN.md')).toContain('用途')
})
