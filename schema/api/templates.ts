import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { TEMPLATE_CATEGORIES, TEMPLATE_GOALS } from '../template.ts'
import { Slug } from '../text.ts'
import { DifferenceAnswer } from './difference.ts'
import { Id, JsonRecord, paging } from './page.ts'
import { WorkflowAnswer } from './workflows.ts'

const Locale = v.picklist(['en', 'zh-CN'])
const locale = v.optional(Locale, 'en')
export type TemplateLocale = v.InferOutput<typeof Locale>

export const TemplateQuery = v.strictObject({
  ...paging,
  q: v.optional(v.pipe(v.string(), v.maxLength(200), v.title('Words to look for, in either language'))),
  goal: v.optional(v.picklist(TEMPLATE_GOALS)),
  category: v.optional(v.picklist(TEMPLATE_CATEGORIES)),
  locale,
})

export const TemplateLocaleQuery = v.strictObject({ locale })

const Named = v.object({ id: v.string(), name: v.string() })

const summary = {
  id: v.string(),
  name: v.string(),
  description: v.string(),
  version: v.string(),
  category: v.nullable(Named),
  goals: v.array(Named),
  rows: v.pipe(v.array(v.number()), v.title('Rows of the operators’ list of systems that it serves')),
  message_category: v.pipe(v.string(), v.title('What its messages are: lifecycle, promotional or transactional')),
  installed: v.pipe(v.array(v.string()), v.title('Workflows that were made of it')),
  behind: v.pipe(v.array(v.string()), v.title('Of these, those of another version of it')),
}

export const TemplateSummary = v.object(summary)

const Input = v.looseObject({
  name: v.string(),
  type: v.string(),
  title: v.string(),
  description: v.nullable(v.string()),
  required: v.boolean(),
  default: v.unknown(),
})

export const SetupItem = v.object({
  kind: v.picklist(['channel', 'input', 'setting', 'calendar', 'secret', 'trait']),
  name: v.string(),
  required: v.boolean(),
  ready: v.nullable(v.pipe(v.boolean(), v.title('Whether it is there; null when only the members’ data can tell'))),
  text: v.string(),
})

export const TemplateAnswer = v.object({
  ...summary,
  about: v.pipe(v.string(), v.title('Markdown')),
  inputs: v.array(Input),
  goal: v.pipe(v.unknown(), v.title('The goal that the workflow counts, or null')),
  definition: v.unknown(),
  picture: v.pipe(v.string(), v.title('SVG')),
  conversation: v.array(v.object({ at: Instant, from: v.picklist(['us', 'member', 'event']), text: v.string() })),
  scenarios: v.array(v.object({ file: v.string(), name: v.string(), description: v.nullable(v.string()) })),
  setup: v.array(SetupItem),
})

export const ChoicesAnswer = v.object({
  inputs: v.record(
    v.string(),
    v.object({
      type: v.string(),
      required: v.boolean(),
      options: v.array(v.object({ value: v.string(), title: v.string() })),
      missing: v.nullable(v.pipe(v.string(), v.title('What to set up first'))),
    }),
  ),
})

export const InstallBody = v.strictObject({
  workflow_id: v.optional(Slug),
  inputs: v.optional(JsonRecord, {}),
  publish: v.optional(v.boolean(), true),
})

export const InstallAnswer = v.object({
  ...WorkflowAnswer.entries,
  setup: v.pipe(v.array(SetupItem), v.title('What is still to be set up')),
})

export const UpgradeBody = v.strictObject({
  inputs: v.optional(JsonRecord, {}),
  running: v.optional(v.picklist(['keep', 'cancel', 'move']), 'keep'),
  preview: v.optional(v.pipe(v.boolean(), v.title('Say what would change, and change nothing')), false),
  locale: v.optional(Locale),
})

const Problems = v.array(v.looseObject({ path: v.string(), message: v.string() }))

export const UpgradeAnswer = v.object({
  workflow_id: Id,
  template: v.string(),
  from: v.string(),
  to: v.string(),
  applied: v.boolean(),
  same: v.boolean(),
  summary: v.string(),
  changes: DifferenceAnswer.entries.changes,
  own_changes: v.pipe(
    DifferenceAnswer.entries.changes,
    v.title('What was changed here since, which the upgrade undoes'),
  ),
  asks: v.pipe(v.array(Input), v.title('Inputs that are new or have changed')),
  inputs: v.pipe(JsonRecord, v.title('What it would be published with')),
  problems: v.pipe(Problems, v.title('Why it cannot be applied with these inputs')),
  scenarios: v.array(
    v.object({ file: v.string(), name: v.string(), passed: v.boolean(), differences: v.array(v.string()) }),
  ),
  running: v.object({
    choice: v.picklist(['keep', 'cancel', 'move']),
    open: v.number(),
    text: v.string(),
    moved: v.number(),
    kept: v.number(),
    cancelled: v.number(),
  }),
  version: v.nullable(v.pipe(v.number(), v.title('The version that was published'))),
})
