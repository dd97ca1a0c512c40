import { describe, expect, test } from 'vitest'
import { checkDefinition } from '../../workflows/check/check.ts'
import { checkInputs } from '../../workflows/check/inputs.ts'
import { conversation } from '../../workflows/templates/conversation.ts'
import { rehearse } from '../../workflows/templates/rehearse.ts'
import { localTexts, templateIds, templateIn } from './folders.ts'

const HAN = /\p{Script=Han}/u

describe.each(templateIds)('%s', (id) => {
  const template = templateIn(id)
  const { definition, written, about, scenarios } = template

  test('is a workflow that checks without a warning and can be installed with its defaults', () => {
    const checked = checkDefinition(written, {})
    expect(checked.kind === 'ok' ? checked.warnings : checked.problems).toEqual([])
    expect(checkInputs(definition, {}).kind).toBe('ok')
  })

  test('is found where people look for it: by its folder, a version, a category, goals and rows', () => {
    expect(definition.id).toBe(id)
    expect(String(definition.version)).toMatch(/^\d+\.\d+\.\d+$/)
    expect(definition.template).toMatchObject({ category: expect.any(String) })
    expect(definition.template?.goals?.length).toBeGreaterThan(0)
    expect(definition.template?.rows?.length).toBeGreaterThan(0)
    expect(definition.settings.category).toBeDefined()
  })

  test('speaks both languages, and each in its own words', () => {
    const texts = localTexts(written)
    expect(texts.length).toBeGreaterThan(0)
    for (const { en, 'zh-CN': zh } of texts) {
      expect(en).not.toBe('')
      expect(en).not.toMatch(HAN)
      if (/\p{L}/u.test(zh.replace(/\{\{[^}]*\}\}/g, ''))) expect(zh).toMatch(HAN)
    }
    expect(about.en?.split('\n')[0]).not.toMatch(HAN)
    expect(about['zh-CN']).toMatch(HAN)
    for (const spec of Object.values(definition.inputs)) expect(spec.title).toBeTypeOf('object')
  })

  test('has a sample conversation in each language, without a word of the other', () => {
    const [en, zh] = [conversation(template, 'en'), conversation(template, 'zh-CN')]
    const ours = (lines: typeof en) => lines.filter(({ from }) => from === 'us')
    expect(ours(en).length).toBeGreaterThan(0)
    expect(ours(zh).length).toBeGreaterThan(0)
    for (const { text } of ours(zh)) expect(text).toMatch(HAN)
  })

  test.each(rehearse({ written, scenarios }).map((one) => [one.file, one] as const))('%s passes', (_file, one) => {
    expect(one.differences).toEqual([])
  })
})
