import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { templateIds, templateIn } from './folders.ts'

/** The rows of the table in docs, by their number. */
function tableOf(file: string): Map<number, string[]> {
  const text = readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8')
  const rows = [...text.matchAll(/^\|\s*(\d+)\s*\|[^|]*\|([^|]*)\|/gm)]
  return new Map(
    rows.map(([, row, names = '']) => [
      Number(row),
      [...names.matchAll(/`([a-z0-9-]+)`/g)].map(([, id = '']) => id).sort(),
    ]),
  )
}

test.each(['templates.md', 'templates.zh-CN.md'])(
  'the table of docs/%s names for each row the templates that serve it',
  (file) => {
    const served = new Map<number, string[]>()
    for (const id of templateIds)
      for (const row of templateIn(id).definition.template?.rows ?? [])
        served.set(row, [...(served.get(row) ?? []), id].sort())
    expect(Object.fromEntries(tableOf(file))).toEqual(Object.fromEntries(served))
  },
)

/** What the product does by itself, around every flow: no flow carries it. */
const NOT_FLOWS = new Set([34, 35, 37, 38, 40])

test('every system that a flow can carry is served by a template, and there are at least 36', () => {
  expect(templateIds.length).toBeGreaterThanOrEqual(36)
  const served = new Set(templateIds.flatMap((id) => templateIn(id).definition.template?.rows ?? []))
  const rows = Array.from({ length: 40 }, (_, i) => i + 1).filter((row) => !NOT_FLOWS.has(row))
  expect(rows.filter((row) => !served.has(row))).toEqual([])
})
