import type { Rota } from '../../schema/rota.ts'
import type { Settings } from '../../schema/settings.ts'
import type { Survey } from '../../schema/survey.ts'
import type { Expression } from '../language/expressions.ts'
import type { Template } from '../language/text.ts'
import type { CompiledList } from '../words/lexicon.ts'
import type { Program } from './program.ts'
import type { Segments } from './segments.ts'

/** What deciding may know beside the actor itself. The same for every subject of a set. */
export type World = {
  /** A keyed hash that nobody outside can compute: for what is compared and never shown. */
  keyed?: (text: string) => string
  /** Names the time since the last restore of the database: what it has forgotten was known outside by the same names. */
  since?: string
  /** Where the product is reached, without a / at its end. */
  publicUrl?: string
  /** Milliseconds since the epoch, in the product's time. */
  now: number
  /** The community's, for contacts that have none. */
  locale: string
  timezone: string
  settings: Settings
  /** Published workflows, the paused ones too. */
  workflows: readonly Workflow[]
  /** The program that a run follows: its own version's. */
  program: (workflowId: string, version: number) => Program | undefined
  /** Lists of words that messages are looked through for. */
  words?: readonly CompiledList[]
  /** Channels by id, and what they can do. */
  /** `answers`: what somebody does there can be answered at once, also where it cannot send otherwise. */
  channels: ReadonlyMap<string, { kind: string; sends: boolean; answers?: boolean }>
  /** What points can be redeemed for; undefined when nobody knows, and anything may be. */
  items?: ReadonlyMap<string, { points: number; perMember: number | null }>
  /** Segments by id and by name. */
  segments?: Segments
  /** Badges, with the rules of those that have one; undefined when nobody knows them. */
  badges?: ReadonlyMap<string, { rule?: Expression }>
  /** Who is on call, by rota; undefined when nobody knows. */
  rotas?: ReadonlyMap<string, Rota>
  /** Surveys by id; undefined when nobody knows them. */
  surveys?: ReadonlyMap<string, Survey>
  /** Messages of the shared library, by name and locale. */
  texts: ReadonlyMap<string, ReadonlyMap<string, Template>>
}

export type Workflow = { id: string; paused: boolean; program: Program }

/** Workflows with a higher priority see an event first; equal ones in the order in which they were made. */
export function byPriority(a: Workflow, b: Workflow): number {
  return (b.program.settings.priority ?? 0) - (a.program.settings.priority ?? 0)
}
