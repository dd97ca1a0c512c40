import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../schema/json.ts'
import { readTemplate, type Template } from '../../workflows/templates/template.ts'

const folder = join(import.meta.dirname, '../../templates')

export const templateIds: string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

/** A template as its folder says it, read without the catalogue. */
export function templateIn(id: string): Template {
  const text = (file: string): string => readFileSync(join(folder, id, file), 'utf8')
  const files = readdirSync(join(folder, id)).filter((name) => name.endsWith('.scenario.json'))
  return readTemplate(id, {
    definition: JSON.parse(text('template.json')) as JsonObject,
    about: { en: text('about.en.md'), 'zh-CN': text('about.zh-CN.md') },
    scenarios: files.sort().map((file) => ({ file, scenario: JSON.parse(text(file)) as unknown })),
  })
}

/** Every text for people in a definition, by locale. */
export function localTexts(value: unknown): { en: string; 'zh-CN': string }[] {
  if (typeof value !== 'object' || value === null) return []
  const { en, 'zh-CN': zh } = value as Record<string, unknown>
  const own =
    typeof en === 'string' || typeof zh === 'string' ? [{ en: String(en ?? ''), 'zh-CN': String(zh ?? '') }] : []
  return [...own, ...Object.values(value).flatMap(localTexts)]
}
