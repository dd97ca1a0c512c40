import { slotOf } from '../../schema/figure.ts'
import { termsOf } from '../../schema/terms.ts'
import { forgetAnswered } from './answers.ts'
import { forgetAudited } from './audit.ts'
import { NOTE_GONE } from './contact-count.ts'
import { findContact } from './contacts.ts'
import type { Database, Statement } from './database.ts'
import { failureOf } from './database.ts'
import { EVENTS_OF } from './event-list.ts'
import { noteErased } from './figures.ts'
import { forgetInAlerts } from './forget-in-alerts.ts'
import { forgetMentions, wordsOf } from './forget-mentions.ts'
import { idsUnder } from './listing.ts'
import { forgetReferrals } from './referrals.ts'
import { freeSeats } from './seats.ts'
import { forgetTerms } from './terms.ts'

const TRIES_MAX = 20

/**
 * Erase a contact: who they are, what they did, and what was written to them. What remains is a row in the journal
 * that says nothing, so that a commit under way at this moment fails on its fence and finds nobody. Events keep their
 * id, so that a redelivery is still known. Whoever was merged into somebody is that one. Answers false when there is no
 * such contact.
 */
export async function eraseContact(db: Database, anyId: string, now: number): Promise<boolean> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const contact = await findContact(db, anyId)
    if (!contact) return false
    const { id } = contact
    const rows = await db.rows('SELECT from_id FROM merged WHERE into_id = ?1', id)
    const former = rows.map((one) => String(one.from_id))
    const words = wordsOf(contact)
    await forgetMentions(db, [id, ...former], words)
    const version = contact.version + 1
    const seats = await freeSeats(db, id, now)
    const alerts = await forgetInAlerts(db, { id, words, now })
    try {
      const theirs = former.flatMap(wiped)
      const forgotten = { sql: 'DELETE FROM merged WHERE into_id = ?1', params: [id] }
      await db.batch([
        fence(id, version, now),
        noteErased(id, slotOf(now)),
        NOTE_GONE,
        ...theirs,
        forgotten,
        blankEvents(id),
        blankDeliveries(id),
        forgetTerms(id, termsOf(contact)),
        ...seats,
        ...alerts,
        ...deletions(id, version),
      ])
      return true
    } catch (error) {
      if (failureOf(error) === 'broken') throw error
    }
  }
  throw new Error('the contact changed too often to be erased')
}

/** All that was left under the id of a contact that was merged into this one; of its journal the fence stays. */
function wiped(id: string): Statement[] {
  const last = '(SELECT max(version) FROM journal WHERE subject_id = ?1)'
  return [
    blankEvents(id),
    blankDeliveries(id),
    ...deletions(id, last),
    {
      sql: `UPDATE journal SET events = '[]', entries = '[]' WHERE subject_id = ?1 AND version = ${last}`,
      params: [id],
    },
  ]
}

function fence(id: string, version: number, now: number): Statement {
  const sql = "INSERT INTO journal (subject_id, version, at, events, entries) VALUES (?1, ?2, ?3, '[]', '[]')"
  return { sql, params: [id, version, now] }
}

/** Those that are handled, and those that came and were not handled yet. */
function blankEvents(id: string): Statement {
  return {
    sql: `UPDATE events SET data = '{}', profile = NULL, external_id = NULL, raised = NULL, refused = NULL,
      reason = CASE status WHEN 'pending' THEN 'contact erased' ELSE reason END,
      status = CASE status WHEN 'pending' THEN 'handled' ELSE status END
      WHERE seq IN (${EVENTS_OF})`,
    params: [id],
  }
}

function blankDeliveries(id: string): Statement {
  const { sql, params } = idsUnder('id', id, '-')
  return {
    sql: `UPDATE deliveries SET body = '', recipient = NULL, ticket = NULL, content = NULL, line = NULL, provider_id = NULL, lease = NULL,
      reason = CASE WHEN status IN ${OPEN} THEN 'contact erased' ELSE reason END,
      status = CASE WHEN status IN ${OPEN} THEN 'cancelled' ELSE status END WHERE ${sql}`,
    params,
  }
}

const OPEN = "('queued', 'deferred', 'sending', 'unknown')"

function deletions(id: string, before: string | number): Statement[] {
  return [
    forgetAudited(id),
    forgetAnswered(id),
    forgetIdentities(id),
    { sql: 'DELETE FROM runs WHERE id >= ?1 AND id < ?2', params: [`${id}-`, `${id}.`] },
    { sql: NAMELESS_COMPLAINTS, params: [`${id}-`, `${id}.`] },
    { sql: 'DELETE FROM tasks WHERE id >= ?1 AND id < ?2', params: [`${id}-`, `${id}.`] },
    { sql: 'UPDATE codes SET subject_id = NULL, asked = NULL WHERE subject_id = ?1', params: [id] },
    { sql: FORGET_STANDINGS, params: [id] },
    { sql: 'DELETE FROM consents WHERE id >= ?1 AND id < ?2', params: [`${id}-`, `${id}.`] },
    { sql: NAMELESS_ANSWERS, params: [`${id}-`, `${id}.`] },
    { sql: 'DELETE FROM ledger WHERE subject_id = ?1', params: [id] },
    ...forgetReferrals(id),
    { sql: 'DELETE FROM contributions WHERE subject_id = ?1', params: [id] },
    { sql: 'DELETE FROM contact_notes WHERE subject_id = ?1', params: [id] },
    { sql: `DELETE FROM journal WHERE subject_id = ?1 AND version < ${before}`, params: [id] },
    { sql: 'DELETE FROM subjects WHERE id = ?1', params: [id] },
  ]
}

const NAMELESS = "'erased-' || lower(hex(randomblob(8)))"

/** How fast complaints were answered is a figure: their times stay, as those of nobody. */
const NAMELESS_COMPLAINTS = `UPDATE tasks SET id = ${NAMELESS}, subject_id = '', run_id = '', title = '', detail = NULL, note = NULL,
  status = iif(status = 'open', 'cancelled', status) WHERE id >= ?1 AND id < ?2 AND kind = 'complaint'`

/** Scores are figures: they stay, as those of nobody, without the rest of what was said. */
const NAMELESS_ANSWERS = `UPDATE survey_answers SET id = ${NAMELESS}, subject_id = NULL, answers = '{}'
  WHERE id >= ?1 AND id < ?2`

/** The contact knows under which ids it is known. */
function forgetIdentities(id: string): Statement {
  const sql = `DELETE FROM identities WHERE subject_id = ?1 AND (channel, external_id) IN (
    SELECT i.value->>'channel', i.value->>'external_id' FROM subjects s, json_each(s.identities) i WHERE s.id = ?1)`
  return { sql, params: [id] }
}

/** The contact knows its own places on the boards of the periods that run, so that they are found by their key. */
const FORGET_STANDINGS = `DELETE FROM standings WHERE (board, period, score, subject_id) IN (
  SELECT b.key, p.value->>0, p.value->>1, s.id
  FROM subjects s, json_each(s.facts, '$.boards') b, json_each(b.value) p WHERE s.id = ?1)`
