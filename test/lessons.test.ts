import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lessons } from './lessons.ts'

const LESSONS = 56
const root = join(import.meta.dirname, '..')

/** The title of a test, of a group of tests, or of all cases of a table: the first thing that it is called with. */
const TITLE =
  /(?:\b(?:it|test|describe)((?:\.\w+)*)(?:<[^(\n]*>)?(?:\([^\n]*?\))??|^ *[\])]+)\(\s*(['"`])((?:\\.|(?!\2).)*)\2/gm
/** What one case of a table is called. */
const CASE = /^\s*\[\s*(['"`])((?:\\.|(?!\1).)*)\1,/gm
/** What is promised of each simulation. */
const PROMISE = /^ {2}(['"])((?:\\.|(?!\1).)*)\1: \(/gm

/** What a file tests, by its titles. What is left out or only planned tests nothing. */
function titlesOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  const plain = (text = '') => text.replaceAll("\\'", "'")
  if (!file.endsWith('.test.ts')) return [...source.matchAll(PROMISE)].map(([, , title]) => plain(title))
  const tests = [...source.matchAll(TITLE)].filter(([, how = '']) => !/\.(skip|todo|fails|only|skipIf|runIf)/.test(how))
  return [...tests.map(([, , , title]) => title), ...[...source.matchAll(CASE)].map(([, , title]) => title)].map(plain)
}

it.each(lessons)('lesson $number: $says', ({ held }) => {
  expect(held.length).toBeGreaterThan(0)
  for (const [file, title] of held) {
    expect(existsSync(join(root, file)), file).toBe(true)
    expect(titlesOf(file), `${file} has no test with this title`).toContain(title)
    // Promises are asked by the simulation alone.
    if (!file.endsWith('.test.ts')) expect(file).toBe('test/simulation/judge.ts')
  }
})

it('no lesson is left out', () => {
  expect(lessons.map(({ number }) => number)).toEqual(Array.from({ length: LESSONS }, (_, i) => i + 1))
})

it('no test is named twice for one lesson', () => {
  for (const { number, held } of lessons)
    expect([number, new Set(held.map(([file, title]) => `${file} ${title}`)).size]).toEqual([number, held.length])
})

it('every test that says which lesson it holds is named by that lesson', () => {
  for (const file of globSync('test/**/*.test.ts', { cwd: root }))
    for (const title of titlesOf(file)) {
      const [, number] = /^lesson (\d+): /.exec(title) ?? []
      if (number) expect(lessons[Number(number) - 1]?.held, `${file}: ${title}`).toContainEqual([file, title])
    }
})
