import type { Contact } from '../../schema/actor.ts'
import { searched, wordTerm, wordTerms } from '../../schema/terms.ts'
import { text } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { toContact } from './subjects.ts'

/** A contact that was found by a word of its name or a part of an address, and the place of that in the order of words. */
export type Named = { contact: Contact; place: Place }
export type Place = readonly [term: string, id: string]

/**
 * Whom a search finds: those who are exactly that, by an id, a number, an address or an identity on any channel, and the
 * next ones in the order of words that have one which begins so. Nobody twice.
 */
export async function searchContacts(
  db: Database,
  q: string,
  { after, limit }: { after: Place | null; limit: number },
): Promise<{ exact: Contact[]; named: Named[]; end: Place | null }> {
  const [same, begin] = await db.batch([exactly(q), beginning(q, after, limit)])
  const exact = (same?.rows ?? []).map(toContact)
  const ids = new Set(exact.map(({ id }) => id))
  const rows = (begin?.rows ?? []).map((row): Named => {
    const contact = toContact(row)
    return { contact, place: [text(row.term), contact.id] }
  })
  const named = rows.filter(({ contact, place }) => !ids.has(contact.id) && place[0] === firstTerm(contact, q))
  return { exact, named, end: rows.length === limit ? (rows.at(-1)?.place ?? null) : null }
}

/** Who has two words that begin so stands where the first of them does. */
function firstTerm(contact: Contact, q: string): string | undefined {
  const wanted = wordTerm(searched(q))
  return wordTerms(contact)
    .filter((term) => term.startsWith(wanted))
    .sort(byCode)[0]
}

function byCode(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Each channel on which somebody is known, one step an index lookup: identities are kept by channel. */
const CHANNELS = `WITH RECURSIVE c (channel) AS (SELECT min(channel) FROM identities
  UNION ALL SELECT (SELECT min(i.channel) FROM identities i WHERE i.channel > c.channel) FROM c WHERE c.channel IS NOT NULL)`

const EXACT_MAX = 50

function exactly(q: string): Statement {
  return {
    sql: `SELECT s.* FROM (SELECT ?1 AS id UNION SELECT id FROM subjects WHERE phone = ?1
        UNION SELECT id FROM subjects WHERE lower(email) = ?2 AND email IS NOT NULL
        UNION SELECT subject_id FROM (${CHANNELS} SELECT i.subject_id FROM c CROSS JOIN identities i
          ON i.channel = c.channel AND i.external_id = ?1)) k
      CROSS JOIN subjects s ON s.id = k.id WHERE s.kind = 'contact' ORDER BY s.id DESC LIMIT ${EXACT_MAX}`,
    params: [q, q.toLowerCase()],
  }
}

function beginning(q: string, after: Place | null, limit: number): Statement {
  const from = wordTerm(searched(q))
  const [term, id] = after && after[0] !== '' ? after : [from, '']
  return {
    sql: `SELECT t.term, s.* FROM terms t CROSS JOIN subjects s ON s.id = t.subject_id
      WHERE (t.term, t.subject_id) > (?1, ?2) AND t.term < ?3 ORDER BY t.term, t.subject_id LIMIT ?4`,
    params: [term, id, `${from}\u{10ffff}`, limit],
  }
}
