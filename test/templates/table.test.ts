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
