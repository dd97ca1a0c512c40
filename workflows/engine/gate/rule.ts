import type { Contact } from '../../../schema/actor.ts'
import type { Draft, HeldMessage } from '../../../schema/message.ts'
import type { Found } from '../../words/filter.ts'
import type { Program } from '../program.ts'
import type { World } from '../world.ts'

/** One message at the gate. What a rule finds out on the way, the rules after it see. */
export type Asking = {
  now: number
  world: World
  contact: Readonly<Contact>
  draft: Draft
  /** The workflow that writes; a message of ours that no workflow writes has none. */
  program: Program | undefined
  event: HeldMessage['event']
  /** The channel of the event that is being handled; absent when time has brought this about. */
  here?: string
  /** When each rule first put this message off. */
  since: HeldMessage['since']
  /** Where it goes, once a rule has found that out. */
  channel?: string
  to?: string
  /** What goes out: the text as the word filter leaves it. */
  text: string
  /** What the word filter found. */
  found?: readonly Found[]
  /** What of it was starred, for operators. */
  masked?: string
}

/** What stops a message, for the journal: the rule by its name in LANGUAGE.md, and the values that decided. */
export type Stopped = { rule: string; values: string }

export type Verdict =
  /** Not at all. `expired` is a message that has been put off for too long. */
  | ({ kind: 'stopped'; status: 'skipped' | 'expired' } & Stopped)
  /** Not now: the whole gate is asked again at `until`. `by` is whose patience that uses up. */
  | ({ kind: 'put off'; until: number; by: 'caps' | 'quiet' } & Stopped)
  /** Not alone: it goes with others, in the contact's digest of this name. */
  | ({ kind: 'collected'; digest: string } & Stopped)

/** One rule of the gate: a verdict, or nothing when it lets the message pass. */
export type Rule = (asking: Asking) => Verdict | undefined

export function stopped(rule: string, values = '', status: 'skipped' | 'expired' = 'skipped'): Verdict {
  return { kind: 'stopped', status, rule, values }
}
