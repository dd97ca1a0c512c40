import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lessons } from './lessons.ts'

const LESSONS = 56
const root = join(import.meta.dirname, '..')

it.each(lessons)('lesson $number: $says', ({ held }) => {
  expect(held.length).toBeGreaterThan(0)
  for (const [file, name] of held) {
    expect(existsSync(join(root, file)), file).toBe(true)
    expect(readFileSync(join(root, file), 'utf8'), `${file} has no test so named`).toContain(name)
  }
})

it('no lesson is left out', () => {
  expect(lessons.map(({ number }) => number)).toEqual(Array.from({ length: LESSONS }, (_, i) => i + 1))
})
