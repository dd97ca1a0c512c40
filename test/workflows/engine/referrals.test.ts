import { describe, expect, it } from 'vitest'
import type { Attributed, Marks } from '../../../schema/referral.ts'
import { SETTINGS_DEFAULT } from '../../../schema/settings.ts'
import { judge } from '../../../workflows/engine/referrals/judge.ts'
import { emailOf, phoneOf } from '../../../workflows/engine/referrals/marks.ts'
import { mergeReferrals } from '../../../workflows/engine/referrals/merge.ts'
import { DAY, HOUR, MINUTE, START, stage } from './stage.ts'

const settings = SETTINGS_DEFAULT.referral

type Person = { id: string; referrer: string; at: number; marks: Marks }

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A community that knows what the commit knows, without a database. Referrers were met a month ago unless said. */
function community(known: Record<string, { marks?: Attributed['marks']; since?: number }> = {}) {
  const rows: Person[] = []
  const counted = (person: Person, matches: (row: Person) => boolean): [number, number, number] => {
    const before = rows.filter((row) => matches(row) && row.at <= person.at + MINUTE)
    const within = (ms: number) => before.filter(({ at }) => at > person.at - ms).length
    return [within(MINUTE), within(HOUR), within(DAY)]
  }
  const same = (mark: keyof Marks, { marks }: Person) =>
    marks[mark] === undefined ? 0 : rows.filter((row) => row.marks[mark] === marks[mark]).length
  const ring = ({ id, referrer }: Person) => {
    let member: string | undefined = referrer
    for (let depth = 1; member !== undefined && depth <= 5; depth++) {
      if (member === id) return depth
      member = rows.find((row) => row.id === member)?.referrer
    }
    return null
  }
  return (person: Person) => {
    const sameAddress = (row: Person) => person.marks.ip !== undefined && row.marks.ip === person.marks.ip
    const found: Attributed = {
      referrer: person.referrer,
      code: 'CODE',
      since: known[person.referrer]?.since ?? START - 30 * DAY,
      marks: known[person.referrer]?.marks ?? {},
      same: { device: same('device', person), phone: same('phone', person), email: same('email', person) },
      byReferrer: counted(person, ({ referrer }) => referrer === person.referrer),
      byBoth: counted(person, (row) => sameAddress(row) && row.referrer === person.referrer),
      byAddress: counted(person, sameAddress),
      ring: ring(person),
    }
    const judged = judge(person, found, settings)
    rows.push(person)
    return judged
  }
}

function statuses(people: readonly Person[], join = community()): string[] {
  return people.toSorted((a, b) => a.at - b.at).map((person) => join(person).status)
}

const caught = (all: readonly string[]) => all.filter((status) => status !== 'pending').length

describe('of honest referrals at most 1 in 100 is held', () => {
  const random = chance(7)
  const own = (name: string): Marks => ({ device: `d-${name}`, phone: `p-${name}`, email: `e-${name}` })

  it('families that share an address, each with the referrer', () => {
    const people = Array.from({ length: 400 }, (_, i): Person => {
      const family = Math.floor(i / 4)
      const at = START + family * HOUR + (i % 4) * (2 * MINUTE + random() * DAY)
      return { id: `f${i}`, referrer: `head${family}`, at, marks: { ...own(`f${i}`), ip: `home${family}` } }
    })
    const heads = Object.fromEntries(
      people.map(({ referrer, marks }) => [referrer, { marks: { ip: [marks.ip ?? ''] } }]),
    )
    expect(caught(statuses(people, community(heads)))).toBeLessThanOrEqual(4)
  })

  it.each([
    ['by many over two days', 25, 2 * DAY],
    ['by three over a day', 3, DAY],
    ['by one over three days', 1, 3 * DAY],
  ])('a campus of 200 students behind one address, brought %s', (_, referrers, spread) => {
    const people = Array.from({ length: 200 }, (_, i): Person => {
      const at = START + random() * spread
      return { id: `c${i}`, referrer: `r${i % referrers}`, at, marks: { ...own(`c${i}`), ip: 'campus' } }
    })
    const there = Object.fromEntries(
      people.map(({ referrer }) => [referrer, { marks: { ip: ['campus'] }, since: START - HOUR }]),
    )
    expect(caught(statuses(people, community(there)))).toBeLessThanOrEqual(2)
  })

  it.each([40, 12, 8])('60 joins in ten minutes of a live stream over %i carrier addresses', (addresses) => {
    const people = Array.from({ length: 60 }, (_, i): Person => {
      const ip = `carrier${Math.floor(random() * addresses)}`
      return { id: `l${i}`, referrer: 'kol', at: START + random() * 10 * MINUTE, marks: { ...own(`l${i}`), ip } }
    })
    expect(caught(statuses(people))).toBe(0)
  })

  it('1 000 of all kinds, some with nothing but a code', () => {
    const people = Array.from({ length: 1000 }, (_, i): Person => {
      const referrer = `m${Math.floor(random() ** 3 * 150)}`
      const marks = i % 3 === 0 ? {} : { ...own(`a${i}`), ip: `ip${Math.floor(random() * 400)}` }
      return { id: `a${i}`, referrer, at: START + random() * 14 * DAY, marks }
    })
    expect(caught(statuses(people))).toBeLessThanOrEqual(10)
  })
})

describe('fraud is caught', () => {
  it('who invites themselves, under whichever account', () => {
    const own = { phone: ['p'], email: ['e'], device: ['d'] }
    const join = community({ me: { marks: own } })
    const again = (id: string, marks: Marks) => join({ id, referrer: 'me', at: START, marks }).status
    expect(again('me', {})).toBe('rejected')
    expect([again('me2', { phone: 'p' }), again('me3', { email: 'e' }), again('me4', { device: 'd' })]).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ])
  })

  it.each([2, 3, 4, 5])('a ring of %i, by the one who closes it', (size) => {
    const people = Array.from({ length: size }, (_, i): Person => {
      const referrer = `x${(i + size - 1) % size}`
      return { id: `x${i}`, referrer, at: START + i * DAY, marks: {} }
    })
    expect(statuses(people)).toEqual([...new Array(size - 1).fill('pending'), 'rejected'])
  })

  it('ten accounts on one device, whichever code each comes by', () => {
    const people = Array.from(
      { length: 10 },
      (_, i): Person => ({
        ...{ id: `d${i}`, referrer: `r${i % 3}`, at: START + i * HOUR, marks: { device: 'one', ip: `vpn${i}` } },
      }),
    )
    expect(statuses(people)).toEqual(['pending', 'held', ...new Array(8).fill('rejected')])
  })

  it('a burst from one address, also with a device and a phone for each', () => {
    const people = Array.from(
      { length: 40 },
      (_, i): Person => ({
        ...{ id: `b${i}`, referrer: 'farm', at: START + i * 2000 },
        marks: { device: `d${i}`, phone: `p${i}`, ip: 'farm' },
      }),
    )
    expect(caught(statuses(people))).toBeGreaterThanOrEqual(35)
  })

  it('a burst without any address', () => {
    const people = Array.from(
      { length: 100 },
      (_, i): Person => ({ id: `v${i}`, referrer: 'bot', at: START + i * 300, marks: {} }),
    )
    expect(caught(statuses(people))).toBe(80)
  })
})

it.each([
  ['Ada.Lovelace+vip@GoogleMail.com', 'adalovelace@gmail.com'],
  ['bob+1@example.com', 'bob@example.com'],
  ['b.o.b@example.com', 'b.o.b@example.com'],
  ['nobody', undefined],
])('knows the mailbox %s', (written, mailbox) => expect(emailOf(written)).toBe(mailbox))

it.each([
  ['+86 138-0013-8000', '3800138000'],
  ['13800138000', '3800138000'],
  ['１３８００１３８０００', '3800138000'],
  ['123', undefined],
])('knows the phone %s', (written, phone) => expect(phoneOf(written)).toBe(phone))

it('merges two that are one: counts add up, rungs and marks are those of both, who brought them is kept', () => {
  const by = { referrer: 'r', status: 'pending' as const, score: 0, at: START, activeBefore: 0, moves: 0 }
  const kept = { code: 'A', counts: { pending: 1, qualified: 2, rejected: 0 }, rungs: { one: 1 }, marks: { ip: ['x'] } }
  const gone = {
    code: 'B',
    by,
    counts: { pending: 0, qualified: 1, rejected: 4 },
    rungs: { one: 5, two: 6 },
    marks: { ip: ['y'] },
  }
  expect(mergeReferrals(kept, gone)).toEqual({
    code: 'A',
    by,
    counts: { pending: 1, qualified: 3, rejected: 4 },
    rungs: { one: 1, two: 6 },
    marks: { ip: ['y', 'x'] },
  })
  expect(mergeReferrals({}, {})).toEqual({})
})

describe('a referrer counts the same whichever of it they hear first', () => {
  const life = [
    [null, 'pending'],
    ['pending', 'qualified'],
    ['qualified', 'reversed'],
  ]

  it.each([
    [[0, 1], { pending: 0, qualified: 1, rejected: 0 }, 1],
    [[1, 0], { pending: 0, qualified: 1, rejected: 0 }, 1],
    [[1], { pending: -1, qualified: 1, rejected: 0 }, 1],
    [[2, 1, 0], { pending: 0, qualified: 0, rejected: 1 }, 0],
    [[2], { pending: 0, qualified: -1, rejected: 1 }, 0],
  ])('%j', (order, counts, referrals) => {
    const at = stage()
    for (const n of order) {
      const [from = null, to = null] = life[n] ?? []
      const data = { referral_id: 'i1', role: 'referrer', from, to }
      at.happens('referral.moved', data, { id: `i1-referral-${n}`, channel: null })
    }
    expect(at.actor.contact).toMatchObject({ referrals, facts: { referral: { counts } } })
  })
})
