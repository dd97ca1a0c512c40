import type { GatheringShape, SignupFeedback } from '../../schema/gathering.ts'
import { json, jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { newId } from './id.ts'
import { list, when } from './listing.ts'
import { moveUp } from './seats.ts'

export type Gathering = {
  id: string
  name: GatheringShape['name']
  description: GatheringShape['description']
  place: string | null
  startsAt: number
  endsAt: number | null
  waitlist: boolean
  code: string
  status: 'open' | 'cancelled'
  capacity: number | null
  /** Seats that are taken. */
  taken: number
  createdAt: number
  updatedAt: number
}

export type GatheringWish = Omit<Gathering, 'taken' | 'status' | 'createdAt' | 'updatedAt'>

/** Make a gathering, or change it: when it has more seats than before, those who wait get them in the same batch. */
export function saveGathering(wish: GatheringWish, now: number): Statement[] {
  const { id, name, description, place, startsAt, endsAt, waitlist, code, capacity } = wish
  return [
    {
      sql: `INSERT INTO gatherings (id, name, description, place, starts_at, ends_at, waitlist, code, status, made, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', 0, ?9, ?9) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
          description = excluded.description, place = excluded.place, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
          waitlist = excluded.waitlist, code = excluded.code, updated_at = excluded.updated_at`,
      params: [
        ...[id, JSON.stringify(name), description === null ? null : JSON.stringify(description), place],
        ...[startsAt, endsAt, waitlist ? 1 : 0, code, now],
      ],
    },
    {
      sql: `INSERT INTO shares (resource, capacity, taken) VALUES ('seat:' || ?1, ?2, 0)
        ON CONFLICT (resource) DO UPDATE SET capacity = excluded.capacity`,
      params: [id, capacity],
    },
    ...moveUp(id, `saved ${newId(now)}`, now),
  ]
}

/** Nobody can sign up any more. Answers a change only the first time. */
export function cancelGathering(id: string, now: number): Statement {
  return {
    sql: "UPDATE gatherings SET status = 'cancelled', updated_at = ?2 WHERE id = ?1 AND status = 'open'",
    params: [id, now],
  }
}

export async function deleteGathering(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([
    { sql: 'DELETE FROM gatherings WHERE id = ?1', params: [id] },
    { sql: 'DELETE FROM signups WHERE gathering_id = ?1', params: [id] },
    { sql: "DELETE FROM shares WHERE resource = 'seat:' || ?1", params: [id] },
  ])
  return (gone?.changes ?? 0) > 0
}

const GATHERINGS = "SELECT g.*, s.capacity, s.taken FROM gatherings g JOIN shares s ON s.resource = 'seat:' || g.id"

export async function findGathering(db: Database, id: string): Promise<Gathering | undefined> {
  const [row] = await db.rows(`${GATHERINGS} WHERE g.id = ?1`, id)
  return row && toGathering(row)
}

/** Those that start at `from` or later, the soonest first. */
export async function listGatherings(
  db: Database,
  { from, to }: { from: number; to: number },
  { after, limit }: { after: { at: number; id: string } | null; limit: number },
): Promise<Gathering[]> {
  const conditions = [
    { sql: 'starts_at >= ? AND starts_at < ?', params: [from, to] },
    ...(after ? when(after.at, '(starts_at, id) > (?, ?)', after.at, after.id) : []),
  ]
  const { sql, params } = list(`(${GATHERINGS})`, conditions, 'starts_at, id', limit)
  return (await db.rows(sql, ...params)).map(toGathering)
}

export type GatheringFigures = {
  confirmed: number
  waitlisted: number
  cancelled: number
  attended: number
  promoted: number
  feedback: number
  score: number | null
}

/** How many signed up, wait, came and said something. */
export async function gatheringFigures(db: Database, id: string): Promise<GatheringFigures> {
  const [row] = await db.rows(
    `SELECT count(*) FILTER (WHERE status = 'confirmed') AS confirmed, count(*) FILTER (WHERE status = 'waitlisted') AS waitlisted,
      count(*) FILTER (WHERE status = 'cancelled') AS cancelled, count(*) FILTER (WHERE status = 'attended') AS attended,
      coalesce(sum(promoted), 0) AS promoted, count(feedback_at) AS feedback, avg(score) AS score
      FROM signups WHERE gathering_id = ?1`,
    id,
  )
  return {
    confirmed: number(row?.confirmed),
    waitlisted: number(row?.waitlisted),
    cancelled: number(row?.cancelled),
    attended: number(row?.attended),
    promoted: number(row?.promoted),
    feedback: number(row?.feedback),
    score: numberOrNull(row?.score),
  }
}

export type Signup = {
  subjectId: string
  name: string | null
  status: 'confirmed' | 'waitlisted' | 'cancelled' | 'attended'
  seq: number
  promoted: boolean
  at: number
  checkedInAt: number | null
  score: number | null
  feedback: string | null
}

/** In the order in which they signed up. */
export async function listSignups(
  db: Database,
  { gatheringId, status }: { gatheringId: string; status?: string | undefined },
  { after, limit }: { after: number | null; limit: number },
): Promise<Signup[]> {
  const of = 'SELECT s.*, c.name FROM signups s LEFT JOIN subjects c ON c.id = s.subject_id'
  const conditions = [
    { sql: 'gathering_id = ?', params: [gatheringId] },
    ...when(status, 'status = ?'),
    ...when(after, 'seq > ?'),
  ]
  const { sql, params } = list(`(${of})`, conditions, 'seq', limit)
  return (await db.rows(sql, ...params)).map(toSignup)
}

/** What was said of gatherings, by those who signed up. */
export function writeFeedback(said: readonly SignupFeedback[]): Statement {
  return {
    sql: `UPDATE signups SET score = f.value->>'score', feedback = f.value->>'comment', feedback_at = f.value->>'at'
      FROM json_each(?1) f WHERE gathering_id = f.value->>'gatheringId' AND subject_id = f.value->>'subjectId'
        AND status <> 'cancelled'`,
    params: [JSON.stringify(said)],
  }
}

function toGathering(row: Row): Gathering {
  return {
    id: text(row.id),
    name: json(row.name),
    description: jsonOrNull(row.description),
    place: textOrNull(row.place),
    startsAt: number(row.starts_at),
    endsAt: numberOrNull(row.ends_at),
    waitlist: row.waitlist === 1,
    code: text(row.code),
    status: row.status === 'open' ? 'open' : 'cancelled',
    capacity: numberOrNull(row.capacity),
    taken: number(row.taken),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}

export async function findSignup(db: Database, gatheringId: string, subjectId: string): Promise<Signup | undefined> {
  const sql = `SELECT s.*, c.name FROM signups s LEFT JOIN subjects c ON c.id = s.subject_id
    WHERE s.gathering_id = ?1 AND s.subject_id = ?2`
  const [row] = await db.rows(sql, gatheringId, subjectId)
  return row && toSignup(row)
}

function toSignup(row: Row): Signup {
  return {
    subjectId: text(row.subject_id),
    name: textOrNull(row.name),
    status: text(row.status) as Signup['status'],
    seq: number(row.seq),
    promoted: row.promoted === 1,
    at: number(row.at),
    checkedInAt: numberOrNull(row.checked_in_at),
    score: numberOrNull(row.score),
    feedback: textOrNull(row.feedback),
  }
}
