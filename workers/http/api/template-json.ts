import type * as v from 'valibot'
import type { TemplateLocale, TemplateSummary } from '../../../schema/api/templates.ts'
import type { DefinitionShape } from '../../../schema/definition.ts'
import { localText } from '../../../workflows/check/difference/spoken.ts'
import { CATEGORY_NAMES, GOAL_NAMES } from '../../../workflows/templates/names.ts'
import type { Template } from '../../../workflows/templates/template.ts'
import type { Database } from '../../store/database.ts'
import { listInstalled } from '../../store/workflows.ts'

/** The workflows that were made of each template. */
export async function installedBy(db: Database): Promise<Map<string, Made[]>> {
  return Map.groupBy(await listInstalled(db), ({ template }) => template)
}

type Made = { workflowId: string; version: string }

export function templateSummary(
  { id, version, definition }: Template,
  locale: TemplateLocale,
  made: readonly Made[],
): v.InferOutput<typeof TemplateSummary> {
  const { goals = [], category, rows = [] } = definition.template ?? {}
  return {
    ...{ id, version, rows, installed: made.map(({ workflowId }) => workflowId) },
    behind: made.filter((one) => one.version !== version).map(({ workflowId }) => workflowId),
    name: localText(definition.name, locale) ?? id,
    description: localText(definition.description, locale) ?? '',
    category: category ? { id: category, name: CATEGORY_NAMES[category][locale] } : null,
    goals: goals.map((goal) => ({ id: goal, name: GOAL_NAMES[goal][locale] })),
    message_category: definition.settings.category ?? 'promotional',
  }
}

/** What is asked of whoever installs it, in their language. */
export function inputsJson({ inputs }: DefinitionShape, locale: string) {
  return Object.entries(inputs).map(([name, { title, description, required = false, options, ...spec }]) => ({
    name,
    ...spec,
    title: localText(title, locale) ?? name,
    description: localText(description, locale) ?? null,
    required,
    default: spec.default ?? null,
    ...(options && {
      options: options.map((one) =>
        typeof one === 'string'
          ? { value: one, title: one }
          : { value: one.value, title: localText(one.title, locale) ?? one.value },
      ),
    }),
  }))
}
