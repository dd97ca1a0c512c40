import type * as v from 'valibot'
import { pageOf } from '../../../schema/api/page.ts'
import {
  ChoicesAnswer,
  TemplateAnswer,
  type TemplateLocale,
  TemplateLocaleQuery,
  TemplateQuery,
  TemplateSummary,
} from '../../../schema/api/templates.ts'
import { picture } from '../../../workflows/picture/picture.ts'
import { conversation } from '../../../workflows/templates/conversation.ts'
import { searchTemplates } from '../../../workflows/templates/search.ts'
import type { Template } from '../../../workflows/templates/template.ts'
import type { Deps } from '../../run/deps.ts'
import { allTemplates, findTemplate } from '../../run/templates.ts'
import { problem } from '../problem.ts'
import { choicesOf, FIRST } from './choices.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer } from './page.ts'
import { setupOf } from './setup.ts'
import { inputsJson, installedBy, templateSummary } from './template-json.ts'

export const templates = [
  operation({
    method: 'GET',
    path: '/templates',
    summary: 'Templates to install, by words in either language, by goal or by category',
    query: TemplateQuery,
    answers: { 200: pageOf(TemplateSummary) },
    handle: async ({ c, deps, query, page }) => {
      const by = await installedBy(deps.db)
      const found = searchTemplates(allTemplates(), query).map((template, i) => ({ template, place: i + 1 }))
      const rest = found.slice(numberAt(page, 0) ?? 0)
      const item = ({ template }: { template: Template }) =>
        templateSummary(template, query.locale, by.get(template.id) ?? [])
      return c.json(pageAnswer(rest.slice(0, page.limit + 1), page, item, ({ place }) => [place]))
    },
  }),
  operation({
    method: 'GET',
    path: '/templates/:id',
    summary: 'One template: what it is for, what it asks, its flow as a picture, a sample conversation, what it needs',
    query: TemplateLocaleQuery,
    answers: { 200: TemplateAnswer },
    handle: async ({ c, deps, id, query }) => {
      const template = findTemplate(id)
      return template ? c.json(await detail(deps, template, query.locale)) : problem(c, 404)
    },
  }),
  operation({
    method: 'GET',
    path: '/templates/:id/choices',
    summary: 'What may be chosen for the inputs that name something, from what exists now',
    query: TemplateLocaleQuery,
    answers: { 200: ChoicesAnswer },
    handle: async ({ c, deps, id, query: { locale } }) => {
      const template = findTemplate(id)
      if (!template) return problem(c, 404)
      const inputs = Object.entries(await choicesOf(deps, template, locale)).map(([name, options]) => {
        const { type = 'string', required = false } = template.definition.inputs[name] ?? {}
        const missing = options.length === 0 ? (FIRST[type]?.[locale] ?? null) : null
        return [name, { type, required, options, missing }] as const
      })
      return c.json({ inputs: Object.fromEntries(inputs) })
    },
  }),
]

async function detail(deps: Deps, template: Template, locale: TemplateLocale) {
  const { id, definition, about, scenarios, written } = template
  const [by, choices, catalogue] = await Promise.all([
    installedBy(deps.db),
    choicesOf(deps, template, locale),
    deps.catalogue.known(),
  ])
  const answer: v.InferOutput<typeof TemplateAnswer> = {
    ...templateSummary(template, locale, by.get(id) ?? []),
    about: about[locale] ?? '',
    inputs: inputsJson(definition, locale),
    goal: definition.goal ?? null,
    definition: written,
    picture: picture(definition, { locale }),
    conversation: conversation(template, locale),
    scenarios: scenarios.map(({ file, scenario }) => ({
      file,
      name: scenario.name ?? file,
      description: scenario.description ?? null,
    })),
    setup: setupOf({ template, catalogue, choices, locale }),
  }
  return answer
}
