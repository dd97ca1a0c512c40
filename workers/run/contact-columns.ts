import { tagTerm, tierTerm } from '../../schema/terms.ts'
import type { SqlColumns } from '../../workflows/language/expressions/sql-parts.ts'

const text = (sql: string) => ({ kind: 'text', sql: `coalesce(${sql}, '')` }) as const
const number = (sql: string) => ({ kind: 'number', sql }) as const
const time = (sql: string) => ({ kind: 'time', sql }) as const

/** What expressions read of a contact, as the row has it: the same values that `contactVariables` of the engine gives. */
export function contactColumns(community: { locale: string; timezone: string }): SqlColumns {
  return {
    id: { kind: 'text', sql: 'id' },
    name: text('name'),
    locale: { kind: 'text', sql: 'coalesce(locale, ?)', params: [community.locale] },
    timezone: { kind: 'text', sql: 'coalesce(timezone, ?)', params: [community.timezone] },
    phone: text('phone'),
    email: text('email'),
    tier: { ...text('tier'), term: tierTerm },
    owner: text('owner'),
    stage: { kind: 'text', sql: 'stage', term: (stage) => `stage:${stage}` },
    tags: { kind: 'texts', sql: 'tags', term: tagTerm },
    traits: { kind: 'json', sql: 'traits' },
    points: number('points'),
    risk: number('risk'),
    streak: number('streak'),
    referrals: number('referrals'),
    joined_at: time('joined_at'),
    left_at: time('left_at'),
    last_seen_at: time('last_seen_at'),
    created_at: time('created_at'),
  }
}
