import * as v from 'valibot'
import type { Contact } from '../../../schema/actor.ts'
import { StageSettings } from '../../../schema/members.ts'
import { chance } from '../../../workers/local/seed/chance.ts'
import { nameOf } from '../../../workers/local/seed/words.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { nextStageAt, stageAt } from '../../../workflows/engine/stages.ts'
import { localDay, periodOf } from '../../../workflows/language/day.ts'

export const DAY_MS = 86_400_000
const STAGES = v.parse(StageSettings, {})
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIERS = [
  [5_000, 'vip'],
  [1_000, 'growth'],
  [0, 'basic'],
] as const

/** An id as the product makes them, of an instant; `n` in place of chance. */
export function idOf(at: number, n: number): string {
  const letters = (number: number, length: number) => {
    let text = ''
    for (let left = number, i = 0; i < length; i++, left = Math.floor(left / 32))
      text = ALPHABET.charAt(left % 32) + text
    return text
  }
  return letters(at, 9) + letters(n, 8)
}

export type Person = { contact: Contact; dueAt: number | null; week: number; month: number; ever: number }

/** Members who came over three years, most of whom have fallen silent, as the product would keep them at this instant. */
export function* people(count: number, now: number): Generator<Person> {
  const roll = chance(7)
  const today = localDay(now, 'UTC')
  for (let i = 0; i < count; i++) {
    const joinedAt = now - Math.floor((1 - i / count) * 1_095 * DAY_MS) - 60_000
    const chinese = roll.next() < 0.65
    const { name, city, timezone } = nameOf(roll, chinese)
    const lively = roll.next() ** 3
    const silentMs = Math.min(now - joinedAt, Math.floor((1 - lively) ** 4 * 1_095 * DAY_MS))
    const ever = Math.floor(lively * 9_000)
    const week = silentMs < 5 * DAY_MS ? Math.min(ever, Math.floor(roll.next() * 200)) : 0
    const month = silentMs < 20 * DAY_MS ? Math.min(ever, week + Math.floor(roll.next() * 600)) : 0
    const id = `c${idOf(joinedAt, i)}`
    const lastSeenAt = now - silentMs
    const days = 1 + Math.floor(lively * 300)
    const day = localDay(lastSeenAt, 'UTC')
    const contact: Contact = {
      ...newContact(id, joinedAt),
      ...{ version: 3, name, timezone, locale: chinese ? 'zh-CN' : 'en', joinedAt, lastSeenAt },
      email: roll.next() < 0.6 ? `m${i}@example.com` : null,
      phone: roll.next() < 0.3 ? `+86138${String(i).padStart(8, '0')}` : null,
      tags: [
        roll.of(['source-wechat', 'source-friend', 'source-event']),
        ...(roll.next() < 0.2 ? ['buyer'] : []),
        ...(roll.next() < 0.001 ? ['kol'] : []),
      ],
      traits: { city, ...(roll.next() < 0.5 && { birthday: '1990-05-17' }) },
      points: ever,
      tier: TIERS.find(([from]) => ever >= from)?.[1] ?? null,
      risk: Math.floor((1 - lively) * 80),
      streak: silentMs < DAY_MS ? 1 + Math.floor(roll.next() * 30) : 0,
      consents: { promotional: true },
      identities: [{ channel: 'community', external_id: `m${i}` }],
      lastChannel: 'community',
      ledgerCount: 1,
      runCount: 1,
      facts: {
        activity: { day, days, streak: 1, recent: [2, 0, 1] },
        boards: {
          points: {
            week: [periodOf(today, 'week'), week],
            month: [periodOf(today, 'month'), month],
            ever: ['ever', ever],
          },
        },
      },
    }
    contact.stage = stageAt(contact, STAGES, now)
    const lookAt = nextStageAt(contact, STAGES, now)
    if (lookAt !== null) contact.facts.lookAt = lookAt
    yield { contact, dueAt: lookAt, week, month, ever }
  }
}
