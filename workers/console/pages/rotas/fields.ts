import type { Rota as RotaShape } from '../../../../schema/rota.ts'
import type { Rota } from '../rotas.tsx'

/** A rota as lines of text that a person writes, and back. What the lines cannot say is kept as it was. */
export type Fields = Partial<Record<'name' | 'zone' | 'people' | 'lines' | 'holidays' | 'overrides', string>>

type Line = RotaShape['lines'][number]
type Shift = NonNullable<Line['shifts']>[number]
type Rotation = NonNullable<Line['rotation']>
type Weekday = NonNullable<Shift['days']>[number]

const DAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const LINES_MAX = 10

export function fieldsOf({ name = '', timezone, people, lines, holidays, overrides }: Rota): Fields {
  return {
    name,
    zone: timezone,
    people: Object.entries(people)
      .map(([short, one]) => ('contact_id' in one ? `${short} ${one.contact_id}` : `${short} ${one.channel} ${one.to}`))
      .join('\n'),
    lines: lines.flatMap((line, i) => linesOf(line, i + 1)).join('\n'),
    holidays: holidays.map(({ date, people: on }) => `${date} ${on.join(', ')}`).join('\n'),
    overrides: overrides.map(({ from, to, line, people: on }) => `${from} ${to} ${line} ${on.join(', ')}`).join('\n'),
  }
}

function linesOf({ people, shifts = [], rotation, everyone }: Line, line: number): string[] {
  return [
    ...(rotation ? [rotationText(rotation, line)] : []),
    ...shifts.map(
      ({ days, from, to, people: on }) => `${line} ${days ? `${daysText(days)} ` : ''}${from}-${to} ${on.join(', ')}`,
    ),
    ...(people && people.length > 0 ? [`${line} ${people.join(', ')}`] : []),
    ...(everyone ? [`${line} everyone`] : []),
  ]
}

function rotationText({ people, start, every, handover }: Rotation, line: number): string {
  const how = typeof every === 'number' ? `${every} days` : every
  return `${line} every ${how} from ${start} ${handover} ${people.join(', ')}`
}

/** Days in a row as `mon-fri`, others one by one. */
function daysText(days: readonly Weekday[]): string {
  const places = days.map((day) => DAYS.indexOf(day)).sort((a, b) => a - b)
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  const inRow = places.length > 2 && last - first === places.length - 1
  return inRow ? `${DAYS[first]}-${DAYS[last]}` : places.map((place) => DAYS[place]).join(',')
}

type Unread = { field: keyof Fields; line: string }
export type Read = { kind: 'read'; rota: unknown } | { kind: 'unread'; lines: Unread[] }

export function rotaFrom(fields: Fields, before: Rota | undefined): Read {
  const unread: Unread[] = []
  const each = <T>(field: keyof Fields, read: (line: string) => T | undefined): T[] =>
    (fields[field] ?? '').split('\n').flatMap((text) => {
      const line = text.trim()
      if (line === '') return []
      const found = read(line)
      if (found === undefined) unread.push({ field, line })
      return found === undefined ? [] : [found]
    })
  const people = Object.fromEntries(each('people', (line) => person(line, before)))
  const said = each('lines', shiftOf)
  const holidays = each('holidays', holidayOf)
  const overrides = each('overrides', overrideOf)
  if (unread.length > 0) return { kind: 'unread', lines: unread }
  const count = Math.max(...said.map(({ line }) => line), before?.lines.length ?? 0, 0)
  const lines = Array.from({ length: count }, (_, i) => lineFrom(said, i + 1, before?.lines[i]))
  const rota = {
    name: fields.name,
    timezone: fields.zone,
    people,
    lines: lines.filter((line) => Object.keys(line).some((key) => key !== 'name')),
    holidays: keptHolidays(holidays, before),
    overrides,
  }
  return { kind: 'read', rota }
}

function person(line: string, before: Rota | undefined): [string, unknown] | undefined {
  const [short, channel, ...to] = line.split(/\s+/)
  if (short === undefined || channel === undefined) return undefined
  const known = before?.people[short]
  const rest = known?.name === undefined ? {} : { name: known.name }
  if (to.length === 0) return [short, { contact_id: channel, ...rest }]
  const isRoom = known && 'room' in known && known.room
  return [short, { channel, to: to.join(' '), ...(isRoom && { room: true }), ...rest }]
}

type Said = {
  line: number
  everyone?: true
  people: string[]
  shift?: Omit<Shift, 'people'>
  rotation?: Omit<Rotation, 'people'>
}

const SHIFT = /^(\d{1,2})\s+(?:([a-z]{3}(?:[-,][a-z]{3})*)\s+)?(?:(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s+)?(.+)$/i

const ROTATION =
  /^(\d{1,2})\s+every\s+(?:(day|week)|(\d{1,3})\s*days?)\s+from\s+(\d{4}-\d{2}-\d{2})(?:\s+(\d{1,2}:\d{2}))?\s+(.+)$/i

function rotationOf(text: string): Said | undefined {
  const [, number, unit, days, start, at = '09:00', on = ''] = ROTATION.exec(text) ?? []
  const line = Number(number)
  if (start === undefined || line < 1 || line > LINES_MAX) return undefined
  const every = unit === undefined ? Number(days) : unit.toLowerCase() === 'day' ? 'day' : 'week'
  return { line, people: namesIn(on), rotation: { start, every, handover: at.padStart(5, '0') } }
}

function namesIn(text: string): string[] {
  return text.split(/[,，\s]+/).filter(Boolean)
}

function shiftOf(text: string): Said | undefined {
  if (/^\d+\s+every\s/i.test(text)) return rotationOf(text)
  const [, number, days, from, to, on = ''] = SHIFT.exec(text) ?? []
  const line = Number(number)
  if (!number || line < 1 || line > LINES_MAX) return undefined
  if (on.trim().toLowerCase() === 'everyone') return { line, everyone: true, people: [] }
  const people = namesIn(on)
  if (!from || !to) return { line, people: days === undefined ? people : [days, ...people] }
  const read = days === undefined ? undefined : daysFrom(days.toLowerCase())
  if (days !== undefined && !read) return undefined
  return { line, people, shift: { ...(read && { days: read }), from: from.padStart(5, '0'), to: to.padStart(5, '0') } }
}

function daysFrom(text: string): Weekday[] | undefined {
  const days = text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map((name) => (DAYS as readonly string[]).indexOf(name))
    if (from === undefined || to === undefined || from < 0 || to < 0) return [undefined]
    return from <= to ? DAYS.slice(from, to + 1) : [...DAYS.slice(from), ...DAYS.slice(0, to + 1)]
  })
  return days.includes(undefined) ? undefined : (days as Weekday[])
}

function lineFrom(said: readonly Said[], number: number, before: Line | undefined): Record<string, unknown> {
  const own = said.filter(({ line }) => line === number)
  const shifts = own.flatMap(({ shift, people }) => (shift ? [{ ...shift, people }] : []))
  const always = own.flatMap(({ shift, rotation, everyone, people }) => (shift || rotation || everyone ? [] : people))
  const turning = own.find(({ rotation }) => rotation)
  return {
    ...(before?.name !== undefined && { name: before.name }),
    ...(turning?.rotation && { rotation: { ...turning.rotation, people: turning.people } }),
    ...(shifts.length > 0 && { shifts }),
    ...(always.length > 0 && { people: always }),
    ...(own.some(({ everyone }) => everyone) && { everyone: true }),
  }
}

type Holiday = { date: string; people: string[] }

function holidayOf(text: string): Holiday | undefined {
  const [, date, on = ''] = /^(\d{4}-\d{2}-\d{2})\s*(.*)$/.exec(text) ?? []
  return date === undefined ? undefined : { date, people: namesIn(on) }
}

type Override = { from: string; to: string; line: number; people: string[] }

/** From when until when, for which line, and who instead; nobody is said by nothing. */
function overrideOf(text: string): Override | undefined {
  const [from = '', to = '', line = '', ...on] = text.split(/\s+/)
  if (!INSTANT.test(from) || !INSTANT.test(to) || !/^\d{1,2}$/.test(line)) return undefined
  return { from, to, line: Number(line), people: namesIn(on.join(' ')) }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** Which line a holiday is for is not written in the form: it stays. */
function keptHolidays(holidays: readonly Holiday[], before: Rota | undefined): unknown[] {
  const known = new Map(before?.holidays.map((one) => [one.date, one.line]))
  return holidays.map((one) => ({ ...one, ...(known.has(one.date) && { line: known.get(one.date) }) }))
}
