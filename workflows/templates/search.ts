import type { TemplateCategory, TemplateGoal } from '../../schema/template.ts'
import { localText } from '../check/difference/spoken.ts'
import { CATEGORY_NAMES, GOAL_NAMES } from './names.ts'
import type { Template } from './template.ts'

export type Wanted = { q?: string | undefined; goal?: string | undefined; category?: string | undefined }

/** Templates in which every word is found, in either language; those that are called so come first. */
export function searchTemplates(templates: readonly Template[], { q = '', goal, category }: Wanted): Template[] {
  const words = q.toLowerCase().normalize('NFKC').split(/\s+/).filter(Boolean)
  const found = templates.flatMap((template) => {
    const { goals = [], category: shelf } = template.definition.template ?? {}
    if (goal !== undefined && !goals.some((one) => one === goal)) return []
    if (category !== undefined && shelf !== category) return []
    const [called, told] = [callOf(template), tellOf(template)]
    if (!words.every((word) => called.includes(word) || told.includes(word))) return []
    return [{ template, named: words.filter((word) => called.includes(word)).length }]
  })
  return found.sort((a, b) => b.named - a.named).map(({ template }) => template)
}

const LOCALES = ['en', 'zh-CN'] as const

function callOf({ id, definition: { name } }: Template): string {
  return folded([id, ...LOCALES.map((locale) => localText(name, locale))])
}

function tellOf({ definition: { description, template = {} }, about }: Template): string {
  const { goals = [], category } = template
  return folded([
    ...LOCALES.flatMap((locale) => [localText(description, locale), about[locale]]),
    ...goals.flatMap((goal: TemplateGoal) => [goal, ...Object.values(GOAL_NAMES[goal])]),
    ...(category ? [category, ...Object.values(CATEGORY_NAMES[category as TemplateCategory])] : []),
  ])
}

function folded(texts: readonly (string | undefined)[]): string {
  return texts.join('\n').toLowerCase().normalize('NFKC')
}
