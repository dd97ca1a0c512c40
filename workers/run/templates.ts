import { bundledTemplates } from '../../templates/catalogue.gen.ts'
import { type BundledTemplate, readTemplate, type Template } from '../../workflows/templates/template.ts'

const read = new Map<string, Template>()

/** A template that the Worker carries; read when it is first asked for. */
export function findTemplate(id: string): Template | undefined {
  const known = read.get(id)
  if (known) return known
  const text = Object.hasOwn(bundledTemplates, id) ? bundledTemplates[id] : undefined
  if (text === undefined) return undefined
  const template = readTemplate(id, JSON.parse(text) as BundledTemplate)
  read.set(id, template)
  return template
}

export function allTemplates(): Template[] {
  return Object.keys(bundledTemplates).flatMap((id) => findTemplate(id) ?? [])
}
