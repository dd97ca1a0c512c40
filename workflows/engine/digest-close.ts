import * as v from 'valibot'
import type { OpenDigest } from '../../schema/digest.ts'
import type { Draft } from '../../schema/message.ts'
import { asWritten } from '../actions/message/digest.ts'
import { extrasOf } from '../actions/message/showing.ts'
import { evaluateValue, type Value } from '../language/values.ts'
import { RETRY_DEFAULT } from './delivery.ts'
import { gradedDraft } from './digest-graded.ts'
import { itemsOf, scopeOf, type Worded, wordingOf } from './digest-wording.ts'
import { LOOK_AGAIN_MS, patienceOf, sendAlone, skipAlone } from './gate/alone.ts'
import type { Program } from './program.ts'
import { linkNotes } from './rendering.ts'
import type { Turn } from './turn.ts'

const VERB = 'message.digest'

/** Send every digest whose time has come, the earliest first. Those of a paused workflow stay open. */
export function closeDigests(turn: Turn): void {
  const { contact } = turn.actor
  const { now } = turn.world
  const due = Object.entries(contact.facts.digests ?? {})
    .filter(([, { closesAt }]) => closesAt <= now)
    .sort(([, a], [, b]) => a.closesAt - b.closesAt)
  for (const [name, digest] of due) {
    const workflow = turn.world.workflows.find(({ id }) => id === digest.workflowId)
    const { [name]: _, ...others } = contact.facts.digests ?? {}
    if (workflow?.paused && !digest.grade) {
      const waiting = (digest.lookAt ?? 0) > now ? digest : { ...digest, lookAt: now + LOOK_AGAIN_MS }
      contact.facts = { ...contact.facts, digests: { ...others, [name]: waiting } }
      continue
    }
    const { digests: __, ...facts } = contact.facts
    contact.facts = Object.keys(others).length > 0 ? { ...facts, digests: others } : facts
    close(turn, name, digest)
  }
}

function close(turn: Turn, name: string, digest: OpenDigest): void {
  const about = { runId: digest.runId, step: digest.step, verb: VERB }
  const more = { digest: name, digest_id: digest.id, count: digest.count }
  const ready = write(turn, name, digest)
  if (ready.kind === 'nothing') {
    skipAlone(turn, { draft: ready.draft, about, more, ending: ready.ending })
    return
  }
  const last = itemsOf(digest).at(-1)?.event
  const event = { type: last?.type ?? '', channel: last?.channel ?? null, level: null }
  sendAlone(turn, { draft: ready.draft, event, about, more })
}

type Ready =
  | { kind: 'message'; draft: Draft }
  | { kind: 'nothing'; draft: Draft; ending: { status: 'skipped' | 'expired'; reason: string } }

function write(turn: Turn, name: string, digest: OpenDigest): Ready {
  if (digest.grade) return writeGraded(turn, digest, digest.grade)
  const written = writtenBy(turn, name, digest)
  const draft = draftOf(turn, digest, written?.program)
  const nothing = (reason: string): Ready => ({ kind: 'nothing', draft, ending: { status: 'skipped', reason } })
  if (turn.world.now - digest.closesAt > patienceOf(written?.program))
    return { kind: 'nothing', draft, ending: { status: 'expired', reason: 'expired' } }
  if (!written) return nothing('no version says what to write')
  const { links, note } = linkNotes()
  const worded: Worded = { name, digest, program: written.program, with: written.with }
  const said = wordingOf(turn, worded, note)
  if (said.kind === 'refused') return nothing(`${said.code}: ${said.message}`)
  const beside = besideOf(turn, worded, said.text, note)
  return { kind: 'message', draft: { ...draft, text: said.text, ...beside, ...(links.length > 0 && { links }) } }
}

function writeGraded(turn: Turn, digest: OpenDigest, grade: NonNullable<OpenDigest['grade']>): Ready {
  const draft = gradedDraft(turn, digest, grade)
  if (turn.world.now - digest.closesAt > patienceOf(undefined))
    return { kind: 'nothing', draft, ending: { status: 'expired', reason: 'expired' } }
  return { kind: 'message', draft }
}

type Written = { program: Program; with: Record<string, Value> }

/**
 * What says how it is worded: the step that opened it, or another one for the same digest, in the version that is
 * current now; where there is none any more, the step as it was.
 */
function writtenBy(turn: Turn, name: string, { workflowId, version, step }: OpenDigest): Written | undefined {
  const current = turn.world.workflows.find(({ id }) => id === workflowId)?.program
  for (const program of [current, turn.world.program(workflowId, version)]) {
    if (!program) continue
    const digests = program.instructions.flatMap((one) => (one.kind === 'do' && one.action === VERB ? [one] : []))
    const named = ({ with: { digest: given } }: (typeof digests)[number]) =>
      given?.kind === 'literal' && given.value === name
    const found = digests.find((one) => one.step === step) ?? digests.find(named)
    if (found) return { program, with: found.with }
  }
  return undefined
}

function draftOf({ actor }: Turn, { id, workflowId }: OpenDigest, program: Program | undefined): Draft {
  const category = program?.settings.category ?? 'promotional'
  return {
    ...{ id, subjectId: actor.contact.id, workflowId, text: '', category },
    ...{ retry: RETRY_DEFAULT, onUnknown: onUnknownOf(program, category), awaited: false },
  }
}

function onUnknownOf(program: Program | undefined, category: Draft['category']): Draft['onUnknown'] {
  return program?.settings.on_unknown ?? (category === 'transactional' ? 'resend' : 'hold')
}

/** What it shows beside its text, where it goes and as what: as the last item has it. What does not fit is left out. */
function besideOf(turn: Turn, worded: Worded, text: string, link: (url: string) => void): Partial<Draft> {
  const { program, with: values, digest } = worded
  const item = itemsOf(digest).at(-1)
  const scope = item ? { ...scopeOf(turn, worded, item), link } : {}
  const evaluated = Object.fromEntries(
    Object.entries(asWritten.entries).flatMap(([name, entry]) => {
      const value = values[name]
      const parsed = value && v.safeParse(entry, evaluateValue(value, scope, []))
      return parsed?.success ? [[name, parsed.output]] : []
    }),
  )
  const { channel, category, priority = program.settings.priority, ...shown } = v.parse(asWritten, evaluated)
  return {
    ...(channel !== undefined && { channel }),
    ...(priority !== undefined && { priority }),
    ...(category !== undefined && { category, onUnknown: onUnknownOf(program, category) }),
    shows: extrasOf(shown, text, { scope }),
  }
}
