import * as v from 'valibot'
import { Definition, type DefinitionShape } from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import { Scenario, type ScenarioShape } from '../../schema/simulation.ts'
import { bind } from '../engine/bind.ts'

/** A template: a workflow to be installed, what it is for, and the scenarios that prove it. */
export type Template = {
  id: string
  /** The template's own version, `1.0.0`. */
  version: string
  /** With its defaults. */
  definition: DefinitionShape
  /** The definition as it is written, without the defaults that its shape fills in. */
  written: JsonObject
  /** Markdown by locale. */
  about: Readonly<Record<string, string>>
  scenarios: readonly { file: string; scenario: ScenarioShape }[]
}

/** A folder as the catalogue holds it. */
export type BundledTemplate = {
  definition: JsonObject
  about: Record<string, string>
  scenarios: { file: string; scenario: unknown }[]
}

/** The catalogue was checked when it was made, so what does not fit its shape is a bug. */
export function readTemplate(id: string, { definition: written, about, scenarios }: BundledTemplate): Template {
  const definition = v.parse(Definition, bind(written, {}).definition)
  return {
    id,
    version: String(definition.version ?? '0.0.0'),
    definition,
    written,
    about,
    scenarios: scenarios.map(({ file, scenario }) => ({ file, scenario: v.parse(Scenario, scenario) })),
  }
}

/** The definition as it is installed under this name: it remembers its template and the version of it. */
export function installed({ id, version, written }: Template, workflowId: string): JsonObject {
  const note = (written.template ?? {}) as JsonObject
  return { ...written, id: workflowId, template: { ...note, id, version } }
}
