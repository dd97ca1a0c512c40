import { chance } from '../../../workers/local/seed/chance.ts'

/** Somebody who joins by an invitation, and what they are in truth. */
export type Join = {
  user: string
  referrer: string
  at: number
  honest: boolean
  set: string
  data: Record<string, string>
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** So many honest ones of all kinds, and every fraud that is to be caught, in the order of time. */
export function invitations(honest: number, from: number): Join[] {
  const roll = chance(11)
  const own = (user: string) => ({ device: `d-${user}`, phone: phoneOf(user), email: `${user}@example.org` })
  const joins: Join[] = []
  const add = (set: string, user: string, referrer: string, at: number, data: Record<string, string>) =>
    joins.push({ user, referrer, at: Math.floor(at), honest: !set.startsWith('fraud'), set, data })
  for (let i = 0; i < honest; i++) {
    const user = `h${i}`
    const kind = i % 5
    if (kind === 0) {
      const family = Math.floor(i / 20)
      add('family', user, `head${family}`, from + family * HOUR + (i % 20) * 5 * MINUTE, {
        ...own(user),
        ip: `10.1.0.${family}`,
      })
    } else if (kind === 1)
      add('campus', user, `campus${i % 3}`, from + roll.next() * 3 * DAY, { ...own(user), ip: '10.2.0.1' })
    else if (kind === 2) {
      const ip = `10.3.0.${Math.floor(roll.next() * 60)}`
      add('live', user, 'streamer', from + roll.next() * HOUR * (honest / 200 + 1), { ...own(user), ip })
    } else if (kind === 3) add('bare', user, `friend${Math.floor(roll.next() * 60)}`, from + roll.next() * 6 * DAY, {})
    else {
      const ip = `10.4.${Math.floor(roll.next() * 200)}.7`
      add('plain', user, `friend${Math.floor(roll.next() ** 2 * 60)}`, from + roll.next() * 6 * DAY, {
        ...own(user),
        ip,
      })
    }
  }
  // As many as one known to many brings in two days, and a class that sits behind one address and joins in one lesson.
  for (let i = 0; i < honest / 5; i++)
    add('kol', `fan${i}`, 'kol', from + roll.next() * 2 * DAY, { ...own(`fan${i}`), ip: `10.5.${i % 90}.1` })
  for (let i = 0; i < 30; i++)
    add('class', `pupil${i}`, 'teacher', from + DAY + roll.next() * 45 * MINUTE, {
      ...own(`pupil${i}`),
      ip: '10.6.0.1',
    })
  for (let i = 0; i < 5; i++) {
    const at = from + DAY + i * HOUR
    add('fraud: self', `self-d${i}`, `cheat${i}`, at, { ...own(`self-d${i}`), device: `d-cheat${i}` })
    add('fraud: self', `self-p${i}`, `cheat${i}`, at + HOUR, { ...own(`self-p${i}`), phone: phoneOf(`cheat${i}`) })
  }
  for (let i = 0; i < 20; i++)
    add('fraud: device', `farm${i}`, 'farmer', from + 2 * DAY + i * 3 * HOUR, { ...own(`farm${i}`), device: 'd-farm' })
  for (let i = 0; i < 12; i++)
    add('fraud: phone', `sim${i}`, 'simmer', from + 2 * DAY + i * 2 * HOUR, { ...own(`sim${i}`), phone: '+4915100000' })
  for (let i = 0; i < 40; i++)
    add('fraud: burst', `burst${i}`, 'burster', from + 3 * DAY + i * 1_000, { ...own(`burst${i}`), ip: '10.9.0.1' })
  // A new form of the link each time: limits are the referrer's and the address's, not the link's.
  for (let i = 0; i < 40; i++)
    add('fraud: link reset', `reset${i}`, 'resetter', from + 4 * DAY + i * 1_200, {
      ...own(`reset${i}`),
      ip: '10.9.0.2',
      form: `${i % 4}`,
    })
  return joins.sort((a, b) => a.at - b.at)
}

/** A number of their own. */
export function phoneOf(user: string): string {
  let hash = 7
  for (const letter of user) hash = (hash * 31 + letter.charCodeAt(0)) % 99_999_989
  return `+4915${String(hash).padStart(8, '0')}`
}

/** What is shown of a code: bare, as platforms put it, and as the link with something to it. */
export function written(code: string, form: string | undefined): string {
  const forms = [code, `qrscene_${code}`, `https://x.example/r/${code}?again=${code}`, `ref_${code.toLowerCase()}`]
  return forms[Number(form ?? 0)] ?? code
}

/** A ring that the last of them closes. */
export const RING = ['ring0', 'ring1', 'ring2'] as const

type Judged = { status: string; signals: { signal: string; explanation: Record<string, string> }[] }

/** What is wrong with how these were judged: fraud that counts, too many honest ones held, signals that say nothing. */
export function misjudged(joins: readonly Join[], judged: ReadonlyMap<string, Judged>): string[] {
  const wrong: string[] = []
  const held = joins.filter(
    ({ user, honest }) => honest && !['qualified', 'pending'].includes(judged.get(user)?.status ?? ''),
  )
  const honest = joins.filter((join) => join.honest).length
  if (held.length > honest / 100)
    wrong.push(
      `${held.length} of ${honest} honest ones are held: ${held.slice(0, 5).map(({ user, set }) => `${set} ${user} ${judged.get(user)?.status}`)}`,
    )
  for (const { user, set } of joins.filter((join) => !join.honest)) {
    const found = judged.get(user)
    if (!found) wrong.push(`${set}: nobody knows of ${user}`)
    else if (found.status === 'qualified' || found.status === 'pending')
      wrong.push(`${set}: ${user} is ${found.status}`)
    else if (
      found.signals.length === 0 ||
      found.signals.some(({ explanation }) => !explanation.en || !explanation['zh-CN'])
    )
      wrong.push(`${set}: nobody says why ${user} is ${found.status}`)
  }
  return wrong
}
