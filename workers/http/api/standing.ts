import { GrantBody, HeldBadges, TierAnswer, TierBody } from '../../../schema/api/badges.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { parseDuration } from '../../../workflows/language/duration.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { handleCommand } from '../../run/handle.ts'
import { findContact } from '../../store/contacts.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { type Asked, operation } from './operation.ts'

/** What a contact is given beside points: a tier, and badges. */
export const standing = [
  operation({
    method: 'PUT',
    path: '/contacts/:id/tier',
    summary: 'Put a contact into a tier, for good or for a time, whatever the rules say',
    body: TierBody,
    answers: { 200: TierAnswer },
    handle: async (asked) => {
      const { c, deps, id, body } = asked
      const lastsMs = body.for === undefined ? undefined : parseDuration(body.for)
      const until = lastsMs === undefined ? {} : { until: deps.clock.now() + lastsMs }
      const before = await findContact(deps.db, id)
      if (!before) return problem(c, 404)
      const result = await command(asked, { kind: 'tier', tier: body.tier, ...until })
      if (result?.kind === 'refused') return problem(c, 422, `${result.code}: ${result.message}`)
      const contact = await findContact(deps.db, id)
      if (!contact) return problem(c, 404)
      const givenUntil = contact.facts.tier?.given?.until
      const given_until = givenUntil === undefined ? null : formatIso(givenUntil)
      return c.json({ tier: contact.tier, given_until, changed: contact.tier !== before.tier })
    },
  }),
  operation({
    method: 'GET',
    path: '/contacts/:id/badges',
    summary: 'The badges of a contact, and since when',
    answers: { 200: HeldBadges },
    handle: held,
  }),
  operation({
    method: 'POST',
    path: '/contacts/:id/badges',
    summary: 'Give a contact a badge, once',
    body: GrantBody,
    answers: { 200: HeldBadges },
    handle: async (asked) => {
      const { c, deps, id, body } = asked
      if (!(await findContact(deps.db, id))) return problem(c, 404)
      const result = await command(asked, { kind: 'badge', badge: body.badge })
      if (result?.kind === 'refused') return problem(c, 422, `${result.code}: ${result.message}`)
      return held(asked)
    },
  }),
]

function command({ c, deps, id }: Pick<Asked, 'c' | 'deps' | 'id'>, asked: Command) {
  return handleCommand(deps, { who: { subjectId: id }, events: [], results: [], commands: [asked] }, later(c))
}

async function held({ c, deps, id }: Pick<Asked, 'c' | 'deps' | 'id'>): Promise<Response> {
  const contact = await findContact(deps.db, id)
  if (!contact) return problem(c, 404)
  const items = Object.entries(contact.facts.badges ?? {}).map(([badge, at]) => ({ badge, at: formatIso(at) }))
  return c.json({ items })
}
