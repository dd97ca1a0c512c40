import type { TemplateCategory, TemplateGoal } from '../../schema/template.ts'
import { localText } from '../check/difference/spoken.ts'
import { CATEGORY_NAMES, GOAL_NAMES } from './names.ts'
import type { Template } from './template.ts'

export type Wanted = { q?: string | undefined; goal?: string | undefined; category?: string | undefined }

/**
 * Templates in which every word is found, in either language; those that are called so come first. Where none holds all of
 * them, those that hold most of what was typed, taken apart: 沉睡会员召回 finds 沉睡召回.
 */
export function searchTemplates(templates: readonly Template[], { q = '', goal, category }: Wanted): Template[] {
  const words = q.toLowerCase().normalize('NFKC').split(/\s+/).filter(Boolean)
  const shelved = templates.filter(({ definition: { template: { goals = [], category: shelf } = {} } }) => {
    return (goal === undefined || goals.some((one) => one === goal)) && (category === undefined || shelf === category)
  })
  const found = shelved.flatMap((template) => {
    const [called, told] = [callOf(template), tellOf(template)]
    if (!words.every((word) => called.includes(word) || told.includes(word))) return []
    return [{ template, named: words.filter((word) => called.includes(word)).length }]
  })
  if (found.length === 0) return nearest(shelved, words)
  return found.sort((a, b) => b.named - a.named).map(({ template }) => template)
}

const NEAR_MIN = 0.5

/** Those that hold at least half of the pieces in their name, or in what is told of them; the nearest first. */
function nearest(templates: readonly Template[], words: readonly string[]): Template[] {
  const pieces = words.flatMap(piecesOf)
  const shareOf = (text: string) => pieces.filter((piece) => text.includes(piece)).length / Math.max(1, pieces.length)
  return templates
    .map((template) => ({ template, near: shareOf(callOf(template)) + shareOf(tellOf(template)) / 4 }))
    .filter(({ near }) => near >= NEAR_MIN)
    .sort((a, b) => b.near - a.near)
    .map(({ template }) => template)
}

/** Chinese is written without spaces: every two characters that stand together are a piece. */
function piecesOf(word: string): string[] {
  const characters = [...word]
  if (!/\p{Script=Han}/u.test(word) || characters.length < 3) return [word]
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
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
