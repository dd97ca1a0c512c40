import type { Contact } from '../../schema/actor.ts'
import type { BoardName, Facts, PendingPoints, PointsFacts } from '../../schema/facts.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { KeptRow } from '../../schema/kept.ts'
import type { Brought, Signal } from '../../schema/referral.ts'
import type { Task } from '../../schema/task.ts'
import type { AlertWish } from './alerts/alert.ts'
import type { ConsentWish } from './consents.ts'
import type { Collecting } from './digest.ts'
import type { Entering } from './points.ts'

/** What an action wants changed, as data. Applied to the actor in order; written by the commit. */
export type Effect =
  | { kind: 'contact'; patch: Partial<ContactPatch> }
  | ({ kind: 'ledger' } & Entering)
  /** Points that enter the ledger later. */
  | { kind: 'pend'; pending: PendingPoints }
  /** What is remembered of the contact's points. */
  | { kind: 'points'; change: Partial<PointsFacts> }
  | { kind: 'facts'; change: Partial<Facts> }
  /** Take back what was awarded for something. Tells `reversed`, `short` and `balance`. */
  | { kind: 'reverse'; ref: string; reason: string }
  /** Something to be counted for the leaderboards. */
  | { kind: 'score'; board: BoardName; delta: number }
  /** A tier given; null for none. Tells `changed`. */
  | { kind: 'tier'; tier: string | null; until?: number }
  /** A badge given. Tells `changed`. */
  | { kind: 'badge'; badge: string }
  /** An event about the same contact, handled in the same reaction. `tells` names the output that its id becomes. */
  | { kind: 'raise'; type: string; data: JsonObject; tells?: string }
  /** Who has brought this contact, and how far that is believed. */
  | {
      kind: 'attribute'
      referrer: string
      code: string
      at: number
      status: Brought['status']
      score: number
      signals: Signal[]
    }
  /** That the contact was brought by somebody counts, or does not. */
  | { kind: 'referral'; qualifies: true; reason: string | null; found: JsonObject }
  | { kind: 'referral'; qualifies: false; reason: string }
  /** A person has looked at it, and it goes on as if nothing had spoken against it. */
  | { kind: 'referral approved'; by: string | null; reason: string | null }
  /** A consent given or withdrawn, with its proof. */
  | { kind: 'consent'; wish: ConsentWish }
  /** Something for a digest. Tells its `digest_id`, how many it has now, and when it closes. */
  | { kind: 'collect'; collecting: Collecting }
  /** Something for a person, beside the run. */
  | { kind: 'task'; task: Task }
  /** A row for a table of one part of the product. */
  | { kind: 'keep'; row: KeptRow }
  /** Something to be counted, whoever did it. */
  | { kind: 'count'; metric: string; value: number }
  /** Another workflow for the same contact, within this step. `data` is that of the event which it starts with. */
  | { kind: 'start'; workflow: string; data: JsonObject }
  | { kind: 'cancel'; workflow: string; reason: string; but: string }
  /** An alert that somebody is to be paged for. Its subject tells `asker` what became of it. */
  | { kind: 'alert'; id: string; wish: AlertWish; asker?: { subject: string; step: string } }
  | {
      kind: 'alert resolved'
      id: string
      alertId: string | undefined
      key: string | undefined
      drill: boolean
      by: string
      note: string | undefined
    }
  /** An event for somebody else's inbox, kept in the same commit. */
  | { kind: 'emit'; id: string; subjectId: string; type: string; data: JsonObject }

export type ContactPatch = Pick<
  Contact,
  | 'name'
  | 'locale'
  | 'timezone'
  | 'phone'
  | 'email'
  | 'tags'
  | 'traits'
  | 'owner'
  | 'tier'
  | 'consents'
  | 'streak'
  | 'joinedAt'
  | 'leftAt'
>
