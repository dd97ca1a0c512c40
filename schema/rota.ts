import * as v from 'valibot'
import { Day, isDay } from './instant.ts'
import { Slug, TimeOfDay, Zone } from './text.ts'

const PEOPLE_MAX = 200
const LINES_MAX = 10
const EXCEPTIONS_MAX = 400

const PersonId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'a person is named by up to 64 letters, digits, _ . and -'),
)
const People = v.pipe(v.array(PersonId), v.maxLength(PEOPLE_MAX))
const Name = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200)))
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(300))

/** Whom a page reaches: a contact, or an address on a channel; with `room` that address is a group. */
const Person = v.union(
  [
    v.strictObject({ contact_id: Text, name: Name }),
    v.strictObject({ channel: Slug, to: Text, room: v.optional(v.boolean()), name: Name }),
  ],
  'must be { contact_id } or { channel, to }',
)

const Weekday = v.picklist(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])

/** Each week alike. A shift that ends when it begins, or earlier, ends on the next day. */
const Shift = v.strictObject({
  days: v.optional(v.pipe(v.array(Weekday), v.minLength(1), v.maxLength(7))),
  from: TimeOfDay,
  to: TimeOfDay,
  people: v.pipe(People, v.minLength(1)),
})

/** One after the other, from the handover of the day `start`. */
const Rotation = v.strictObject({
  people: v.pipe(People, v.minLength(1)),
  start: Day,
  every: v.optional(
    v.union([v.picklist(['day', 'week']), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366))]),
    'week',
  ),
  handover: v.optional(TimeOfDay, '09:00'),
})

const Line = v.pipe(
  v.strictObject({
    name: Name,
    people: v.optional(People),
    shifts: v.optional(v.pipe(v.array(Shift), v.maxLength(100))),
    rotation: v.optional(Rotation),
    everyone: v.optional(v.boolean()),
  }),
  v.check(
    ({ people, shifts, rotation, everyone }) => Boolean(people || shifts || rotation || everyone),
    'a line needs people, shifts, a rotation, or everyone',
  ),
)

const LineNumber = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LINES_MAX)), 1)

/** An instant with its offset, or a local time of the rota. */
const Moment = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/,
    'a moment is written 2026-01-05T09:00, or with its offset',
  ),
  v.check((text) => isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)), 'there is no such moment'),
)

const Shape = v.strictObject({
  name: Name,
  timezone: v.optional(Zone, 'UTC'),
  people: v.pipe(
    v.record(PersonId, Person),
    v.check((people) => Object.keys(people).length <= PEOPLE_MAX, `at most ${PEOPLE_MAX} people`),
  ),
  /** Who is paged first, who when they do not answer, and so on. */
  lines: v.pipe(v.array(Line), v.minLength(1), v.maxLength(LINES_MAX)),
  /** Instead of a line's own people on that local day. */
  holidays: v.optional(
    v.pipe(v.array(v.strictObject({ date: Day, line: LineNumber, people: People })), v.maxLength(EXCEPTIONS_MAX)),
    [],
  ),
  /** Instead of everybody else of a line, from `from` until just before `to`; of several the last one counts. */
  overrides: v.optional(
    v.pipe(
      v.array(v.strictObject({ from: Moment, to: Moment, line: LineNumber, people: People })),
      v.maxLength(EXCEPTIONS_MAX),
    ),
    [],
  ),
})

/** Who is on call when, on the clock of one place. */
export const Rota = v.pipe(
  Shape,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { path, id } of named(dataset.value))
      if (!Object.hasOwn(dataset.value.people, id))
        addIssue({ message: `nobody in \`people\` is named ${id}`, path: issuePath(dataset.value, path) })
  }),
)

export type Rota = v.InferOutput<typeof Shape>
export type RotaLine = Rota['lines'][number]
export type RotaPerson = Rota['people'][string]

type Path = (string | number)[]

/** Everybody whom the rota names anywhere, and where. */
function named({ lines, holidays, overrides }: Rota): { path: Path; id: string }[] {
  const all = (path: Path, people: readonly string[] = []) => people.map((id, i) => ({ path: [...path, i], id }))
  return [
    ...lines.flatMap(({ people, shifts = [], rotation }, i) => [
      ...all(['lines', i, 'people'], people),
      ...shifts.flatMap((shift, j) => all(['lines', i, 'shifts', j, 'people'], shift.people)),
      ...all(['lines', i, 'rotation', 'people'], rotation?.people),
    ]),
    ...holidays.flatMap(({ people }, i) => all(['holidays', i, 'people'], people)),
    ...overrides.flatMap(({ people }, i) => all(['overrides', i, 'people'], people)),
  ]
}

function issuePath(input: Rota, keys: Path): [v.IssuePathItem, ...v.IssuePathItem[]] {
  const items: v.IssuePathItem[] = []
  let at: unknown = input
  for (const key of keys) {
    const value: unknown = (at as Record<string | number, unknown>)[key]
    items.push({ type: 'unknown', origin: 'value', input: at, key, value })
    at = value
  }
  return items as [v.IssuePathItem, ...v.IssuePathItem[]]
}
