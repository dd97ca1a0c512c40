import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { SeatWish } from '../../../schema/gathering.ts'
import { type Database, database, emptyStats } from '../../../workers/store/database.ts'
import { cancelGathering, saveGathering, writeFeedback } from '../../../workers/store/gatherings.ts'
import { readGrants, takeBack, toGrants, writeGrants } from '../../../workers/store/grants.ts'
import { freeSeats, moveSignUps, type SeatAsk, tellChange } from '../../../workers/store/seats.ts'
import { migrate } from '../../world.ts'

/** Seats as commits decide them: one after the other, at one gathering which ends at 100 unless a test says otherwise. */

let db: Database
beforeAll(async () => {
  await migrate()
  db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
})
beforeEach(async () => {
  for (const table of ['gatherings', 'signups', 'shares', 'grants', 'events']) await db.rows(`DELETE FROM ${table}`)
})

const ENDS = 100
let asked = 0

const made = { name: 'Tea', description: null, place: null, startsAt: 50, waitlist: true, code: 'T-1' }
const make = (capacity: number | null, more: object = {}, now = 1) =>
  db.batch(saveGathering({ id: 'tea', ...made, endsAt: ENDS, capacity, ...more }, now))

const wishes = (wish: SeatWish, who: string, more: Partial<SeatAsk> = {}): SeatAsk => {
  asked += 1
  const own = { resource: `seat:${more.gathering ?? 'tea'}`, at: 10, keepUntil: 99_999, gathering: 'tea' }
  return { kind: 'seat', id: `ask-${asked}`, subjectId: who, ...own, wish, ...more } as SeatAsk
}

/** What each of those who ask in one commit is told: its status, or why not. */
async function ask(...asks: SeatAsk[]): Promise<unknown[]> {
  const told = readGrants(asks.map(({ resource, id }) => ({ resource, grant: id })))
  const answers = toGrants((await db.batch([...writeGrants(asks), told])).at(-1)?.rows ?? [])
  return asks.map(({ id }) => {
    const { refused, status } = answers.get(id) ?? {}
    return refused === undefined ? status : `no: ${refused}`
  })
}
const does = async (wish: SeatWish, who: string, more: Partial<SeatAsk> = {}) => (await ask(wishes(wish, who, more)))[0]

/** Who has what, in the order in which they signed up. */
const places = async (gathering = 'tea') => {
  const rows = await db.rows('SELECT subject_id, status FROM signups WHERE gathering_id = ?1 ORDER BY seq', gathering)
  return rows.map(({ subject_id, status }) => `${subject_id} ${status}`)
}
const taken = async (gathering = 'tea') =>
  (await db.rows("SELECT taken FROM shares WHERE resource = 'seat:' || ?1", gathering))[0]?.taken
const told = async () =>
  (await db.rows('SELECT subject_id, type FROM events ORDER BY seq')).map((row) => `${row.subject_id} ${row.type}`)

it('takes whoever comes just before it ends, and nobody at that instant', async () => {
  await make(5)
  expect(await does('add', 'ann', { at: ENDS - 1 })).toBe('confirmed')
  expect(await does('add', 'bob', { at: ENDS })).toBe('no: closed')
  expect([await places(), await taken()]).toEqual([['ann confirmed'], 1])
})

it('gives back the seat of whoever leaves, once, and none for a place in the line', async () => {
  await make(1)
  await ask(wishes('add', 'ann'), wishes('add', 'bob'), wishes('add', 'cy'))
  expect(await does('cancel', 'bob')).toBe('cancelled')
  expect([await places(), await taken()]).toEqual([['ann confirmed', 'bob cancelled', 'cy waitlisted'], 1])
  expect(await does('cancel', 'ann')).toBe('cancelled')
  expect(await does('cancel', 'ann')).toBe('cancelled')
  expect([await places(), await taken()]).toEqual([['ann cancelled', 'bob cancelled', 'cy confirmed'], 1])
})

it('counts each who moves up once, however many seats came free before', async () => {
  await make(2)
  await ask(...['ann', 'bob', 'cy', 'di'].map((who) => wishes('add', who)))
  for (const who of ['ann', 'bob']) await does('cancel', who)
  expect([await places(), await taken()]).toEqual([
    ['ann cancelled', 'bob cancelled', 'cy confirmed', 'di confirmed'],
    2,
  ])
  await ask(...['ed', 'flo'].map((who) => wishes('add', who)))
  // Both at the same instant.
  for (const capacity of [3, 4]) await make(capacity, {}, 20)
  expect([await taken(), (await places()).at(-1)]).toEqual([4, 'flo confirmed'])
})

it('whoever comes back stands at the end of the line, as one who was not moved up, and is told anew', async () => {
  await make(1)
  await ask(wishes('add', 'ann'), wishes('add', 'bob'))
  await does('cancel', 'ann')
  await does('cancel', 'bob')
  await make(2, {}, 2)
  await ask(wishes('add', 'ann'), wishes('add', 'bob'))
  expect([await places(), await taken()]).toEqual([['ann confirmed', 'bob confirmed'], 2])
  expect(await db.rows('SELECT sum(promoted) AS moved FROM signups')).toEqual([{ moved: 0 }])
  await make(1, {}, 3)
  await does('cancel', 'bob')
  await does('add', 'bob')
  await does('cancel', 'ann')
  expect(await told()).toEqual(['bob signup.confirmed', 'bob signup.confirmed'])
})

it('checks in whoever has a seat, by the code, once, and nobody who waits or left; a seat that was used stays used', async () => {
  await make(2)
  await ask(...['ann', 'bob', 'cy'].map((who) => wishes('add', who)))
  await does('cancel', 'bob')
  await make(2, {}, 2)
  await does('add', 'di')
  expect(await places()).toEqual(['ann confirmed', 'bob cancelled', 'cy confirmed', 'di waitlisted'])
  expect(await does('checkin', 'ann', { code: 'wrong' })).toBe('no: wrong_code')
  expect(await does('checkin', 'di')).toBe('no: waitlisted')
  expect(await does('checkin', 'bob')).toBe('no: not_signed_up')
  expect(await does('checkin', 'ann', { code: 't-1' })).toBe('attended')
  expect(await does('checkin', 'cy', { at: 60 })).toBe('attended')
  expect(await does('checkin', 'cy', { at: 70 })).toBe('attended')
  expect(await does('cancel', 'ann')).toBe('no: attended')
  expect([await places(), await taken()]).toEqual([
    ['ann attended', 'bob cancelled', 'cy attended', 'di waitlisted'],
    2,
  ])
  expect(await db.rows("SELECT checked_in_at FROM signups WHERE subject_id = 'cy'")).toEqual([{ checked_in_at: 60 }])
})

it.each([
  ['it is over', async () => does('cancel', 'ann', { at: ENDS })],
  ['it was cancelled', async () => [await db.batch([cancelGathering('tea', 5)]), await does('cancel', 'ann')]],
])('nobody moves up when %s', async (_, leave) => {
  await make(1)
  await ask(wishes('add', 'ann'), wishes('add', 'bob'))
  await leave()
  expect([await places(), await taken(), await told()]).toEqual([['ann cancelled', 'bob waitlisted'], 0, []])
})

it('a run that ends before it takes its seat gives that one back, not what its member has asked for since', async () => {
  await make(1)
  const [mine, theirs] = [wishes('add', 'ann'), wishes('add', 'bob')]
  await ask(mine, theirs)
  const back = (one: SeatAsk) =>
    db.batch(takeBack([{ kind: 'seat', resource: one.resource, amount: 1, grant: one.id }]))
  await does('add', 'cy')
  await back(theirs)
  expect([await places(), await taken()]).toEqual([['ann confirmed', 'bob cancelled', 'cy waitlisted'], 1])
  await back(mine)
  expect([await places(), await taken()]).toEqual([['ann cancelled', 'bob cancelled', 'cy confirmed'], 1])
  expect(await told()).toEqual(['cy signup.confirmed'])
  const again = wishes('add', 'bob')
  await ask(again)
  await back(theirs)
  expect((await places()).at(-1)).toBe('bob waitlisted')
})

it('erasing frees what is still to come, for whoever waits, and leaves who came where', async () => {
  await make(1)
  await db.batch(saveGathering({ id: 'past', ...made, endsAt: 60, capacity: 1 }, 1))
  for (const gathering of ['tea', 'past'])
    await ask(...['ann', 'bob', 'cy'].map((who) => wishes('add', who, { gathering, resource: `seat:${gathering}` })))
  for (const who of ['ann', 'bob']) await db.batch(await freeSeats(db, who, 60))
  expect([await places(), await taken()]).toEqual([['cy confirmed'], 1])
  expect([await places('past'), await taken('past')]).toEqual([['ann confirmed', 'bob waitlisted', 'cy waitlisted'], 1])
  expect(await told()).toEqual(['bob signup.confirmed', 'cy signup.confirmed'])
})

it('of two places of one person the better one stays, and only a second seat is free', async () => {
  await make(2)
  await ask(...['ann', 'ann2', 'bob', 'eve'].map((who) => wishes('add', who)))
  await db.batch(moveSignUps('ann2', 'ann', 20))
  expect([await places(), await taken()]).toEqual([['ann confirmed', 'bob confirmed', 'eve waitlisted'], 2])
  await db.batch(moveSignUps('bob', 'eve', 20))
  expect([await places(), await taken()]).toEqual([['ann confirmed', 'eve confirmed'], 2])
  expect(await told()).toEqual(['bob signup.confirmed'])
})

it.each([
  ['is erased', async (who: string) => db.batch(await freeSeats(db, who, 30))],
  ['turns out to be somebody else', (who: string) => db.batch(moveSignUps(`${who}2`, who, 30))],
])('whoever was moved up is not counted again when another one %s and nobody waits any more', async (_, goes) => {
  await make(4)
  await ask(...['ann', 'ann2', 'bob', 'bob2', 'cy', 'cy2'].map((who) => wishes('add', who)))
  await goes('ann')
  await does('cancel', 'cy2')
  await goes('bob')
  const seats = (await places()).filter((place) => place.endsWith('confirmed'))
  expect(await taken()).toBe(seats.length)
})

it('tells of each change that an operator makes, and of the same one once', async () => {
  await make(1)
  for (const wish of ['add', 'checkin'] as const)
    for (let twice = 0; twice < 2; twice++) {
      const one = wishes(wish, 'ann')
      await db.batch([...writeGrants([one]), tellChange(one), tellChange(one)])
    }
  expect(await told()).toEqual(['ann signup.confirmed', 'ann signup.attended'])
  // Whoever looks next carries them out.
  expect(await db.rows('SELECT DISTINCT status, lease_until FROM events')).toEqual([{ status: 'pending', lease_until: 0 }]) // biome-ignore format: one fact
})

it('is cancelled once, and hears nothing of whoever is not coming', async () => {
  await make(2)
  await ask(wishes('add', 'ann'), wishes('add', 'bob'))
  await does('cancel', 'bob')
  const said = ['ann', 'bob'].map((subjectId) => ({ gatheringId: 'tea', subjectId, score: 3, comment: null, at: 20 }))
  await db.batch([writeFeedback(said)])
  expect(await db.rows('SELECT subject_id FROM signups WHERE score = 3')).toEqual([{ subject_id: 'ann' }])
  const cancelled = async () => (await db.batch([cancelGathering('tea', 5)]))[0]?.changes
  expect([await cancelled(), await cancelled()]).toEqual([1, 0])
})

it('gives no seat on while more are seated than there are seats, and asks for the code that holds now', async () => {
  await make(2)
  await ask(...['ann', 'ann2', 'bob'].map((who) => wishes('add', who)))
  await make(1, { code: 'T-2' }, 2)
  await db.batch(moveSignUps('ann2', 'ann', 20))
  expect([await places(), await taken()]).toEqual([['ann confirmed', 'bob waitlisted'], 1])
  expect(await does('checkin', 'ann', { code: 'T-1' })).toBe('no: wrong_code')
  expect(await does('checkin', 'ann', { code: 'T-2' })).toBe('attended')
})
