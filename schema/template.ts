import * as v from 'valibot'
import { Slug } from './text.ts'

/** What a template is for, as operators look for it. */
export const TEMPLATE_GOALS = [
  'activation', 'retention', 'winback', 'loyalty', 'growth', 'interaction', 'conversion', 'service', 'safety',
  'insight', 'compliance',
] as const // biome-ignore format: one list, read at a glance

/** The shelf of the gallery it stands on. */
export const TEMPLATE_CATEGORIES = [
  'newcomers', 'lifecycle', 'points', 'members', 'referral', 'events', 'content', 'safety', 'service', 'reports',
] as const // biome-ignore format: one list, read at a glance

/** Rows of the operators' list of systems, numbered for ever. */
const ROWS = 40

/**
 * The gallery's part of a template's definition. What is installed keeps it, with the template's id and version, and so
 * remembers where it came from.
 */
export const TemplateNote = v.strictObject({
  id: v.optional(Slug),
  version: v.optional(v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'a version is written 1.0.0'))),
  category: v.optional(v.picklist(TEMPLATE_CATEGORIES)),
  goals: v.optional(v.pipe(v.array(v.picklist(TEMPLATE_GOALS)), v.maxLength(5))),
  rows: v.optional(
    v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ROWS))), v.maxLength(ROWS)),
  ),
})

export type TemplateGoal = (typeof TEMPLATE_GOALS)[number]
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number]
