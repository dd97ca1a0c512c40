import type * as v from 'valibot'
import type { Contact, Identity } from '../../../schema/actor.ts'
import { ContactAnswer, ContactBody, ContactPatch, ContactQuery, RiskAnswer } from '../../../schema/api/contacts.ts'
import { pageOf } from '../../../schema/api/page.ts'
import type { ConsentCategory } from '../../../schema/consent.ts'
import type { QuietWindow } from '../../../schema/gate.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { overfull } from '../../../workflows/engine/overfull.ts'
import { riskOf } from '../../../workflows/engine/risk.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { handleCommand } from '../../run/handle.ts'
import { type Meant, pageOfSegment, searchMembers } from '../../run/members.ts'
import { segmentOf } from '../../run/segment.ts'
import { contactIdOf, findContact, findContacts, listContacts } from '../../store/contacts.ts'
import { eraseContact } from '../../store/erase.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { communityOf, contactJson } from './contact-json.ts'
import { newContactProblem } from './new-contact.ts'
import { operation } from './operation.ts'
import { encode, type Page, textAt } from './page.ts'

export const contacts = [
  operation({
    method: 'GET',
    path: '/contacts',
    summary: 'Contacts, newest first; with `q` those that it finds, with `channel` and `external_id` the one it is',
    query: ContactQuery,
    answers: { 200: pageOf(ContactAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const { q, channel, external_id, segment } = query
      if ((channel === undefined) !== (external_id === undefined))
        return problem(c, 400, 'the query is not right', [
          { path: channel === undefined ? 'channel' : 'external_id', message: 'is missing: an identity has both' },
        ])
      if (query.ids !== undefined) {
        const [named, community] = [await findContacts(deps.db, query.ids), await communityOf(deps)]
        return c.json({ items: named.map((contact) => contactJson(contact, community)), next_cursor: null })
      }
      const meant = segment === undefined ? undefined : segmentOf(segment, await deps.catalogue.refresh())
      if (meant?.kind === 'problem')
        return problem(c, 400, 'the query is not right', [{ path: 'segment', ...meant.problem }])
      const identity = channel !== undefined && external_id !== undefined ? { channel, external_id } : undefined
      const found = await contactsFound(deps, { identity, q, meant }, page)
      const community = await communityOf(deps)
      const items = found.contacts.map((contact) => contactJson(contact, community))
      return c.json({ items, next_cursor: found.next && encode(found.next) })
    },
  }),
  operation({
    method: 'GET',
    path: '/contacts/:id',
    summary: 'One contact',
    answers: { 200: ContactAnswer },
    handle: async ({ c, deps, id }) => {
      const contact = await findContact(deps.db, id)
      if (!contact) return problem(c, 404)
      const json = contactJson(contact, await communityOf(deps))
      return c.json(contact.id === id ? json : { ...json, merged_into: contact.id })
    },
  }),
  operation({
    method: 'GET',
    path: '/contacts/:id/risk',
    summary: 'How likely it is that this contact is lost, and what that comes from',
    answers: { 200: RiskAnswer },
    handle: async ({ c, deps, id }) => {
      const contact = await findContact(deps.db, id)
      if (!contact) return problem(c, 404)
      const { score, factors } = riskOf(contact, await communityOf(deps))
      return c.json({ risk: score, factors, computed_at: formatIso(deps.clock.now()) })
    },
  }),
  operation({
    method: 'POST',
    path: '/contacts',
    summary: 'Meet a contact that has not written yet',
    body: ContactBody,
    answers: { 201: ContactAnswer },
    handle: async ({ c, deps, body }) => {
      const refused = await newContactProblem(deps, body.identities)
      if (refused) return problem(c, refused.status, refused.why, refused.errors)
      const { identities, traits, tags, ...fields } = body
      const [first] = identities
      if (!first) return problem(c, 400)
      const who = { channel: first.channel, externalId: first.external_id }
      const command = { kind: 'create' as const, identities, ...changed(fields, traits), tags: tags ?? [] }
      const created = handleCommand(deps, { who, events: [], results: [], commands: [command] }, later(c))
      const result = await created.catch(async (error: unknown) => {
        if (await newContactProblem(deps, body.identities)) return undefined // somebody took one meanwhile
        throw error
      })
      if (result?.kind === 'refused' && result.code.startsWith('too_many')) return problem(c, 400, result.message)
      if (result?.kind !== 'done') return problem(c, 409, 'an identity belongs to somebody already')
      const contact = await findContact(deps.db, (await contactIdOf(deps.db, first)) ?? '')
      return contact ? c.json(contactJson(contact, await communityOf(deps)), 201) : problem(c, 409)
    },
  }),
  operation({
    method: 'PATCH',
    path: '/contacts/:id',
    summary: 'Change what is known of a contact. Workflows hear of it',
    body: ContactPatch,
    answers: { 200: ContactAnswer },
    handle: async ({ c, deps, id, body }) => {
      const found = await findContact(deps.db, id)
      if (!found) return problem(c, 404)
      const { traits, tags, add_tags: addTags = [], remove_tags: removeTags = [], identities = [], ...rest } = body
      const { blocked, blocked_reason: blockedReason, quiet_hours: quietHours, consents = {}, roles, ...fields } = rest
      const fresh = identities.filter((one) => !found.identities.some((held) => isSame(held, one)))
      const refused = await newContactProblem(deps, fresh)
      if (refused) return problem(c, refused.status, refused.why, refused.errors)
      const command = {
        kind: 'change' as const,
        ...changed(fields, traits),
        ...(tags && { tags }),
        addTags,
        removeTags,
      }
      const tooMuch = overfull(found, command)
      if (tooMuch) return problem(c, 400, 'the body is not right', [{ path: tooMuch.path, message: tooMuch.message }])
      const commands = [
        command,
        ...(fresh.length > 0 ? [{ kind: 'identify' as const, identities: fresh }] : []),
        ...consenting(consents, c.var.caller.id),
        ...(roles === undefined ? [] : [{ kind: 'roles' as const, roles }]),
        ...reachability({ blocked, blockedReason, quietHours }),
      ]
      await handleCommand(deps, { who: { subjectId: id }, events: [], results: [], commands }, later(c))
      const contact = await findContact(deps.db, id)
      return contact ? c.json(contactJson(contact, await communityOf(deps))) : problem(c, 404)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/contacts/:id',
    summary: 'Erase a contact: who they are, what they did, and what was written to them',
    forgets: true,
    answers: { 204: null },
    handle: async ({ c, deps, id }) =>
      (await eraseContact(deps.db, id, deps.clock.now())) ? c.body(null, 204) : problem(c, 404),
  }),
]

/** What an operator was told by the contact. */
function consenting(consents: Readonly<Record<string, boolean>>, by: string): Command[] {
  const wishes = Object.entries(consents).map(([name, granted]) => {
    const [category = '', channel] = name.split('@')
    const proof = `api key ${by}`
    return {
      category: category as ConsentCategory,
      ...{ granted, source: 'api' as const, proof },
      ...(channel !== undefined && { channel }),
    }
  })
  return wishes.length === 0 ? [] : [{ kind: 'consent', wishes }]
}

type Wanted = { identity: Identity | undefined; q: string | undefined; meant: Meant | undefined }
type Found = { contacts: Contact[]; next: readonly string[] | null }

/** A page may hold fewer than it could and still go on: what one request reads is bounded. */
async function contactsFound(deps: Deps, { identity, q, meant }: Wanted, page: Page): Promise<Found> {
  const { limit } = page
  if (identity) {
    const id = await contactIdOf(deps.db, identity)
    return { contacts: id === undefined ? [] : await findContacts(deps.db, [id]), next: null }
  }
  const after = textAt(page, 0)
  if (q !== undefined) {
    const place = after === null ? null : ([after, textAt(page, 1) ?? ''] as const)
    return searchMembers(deps, { q, meant }, { after: place, limit })
  }
  if (meant) {
    const found = await pageOfSegment(deps, meant, { after, limit })
    return { contacts: found.contacts, next: found.next === null ? null : [found.next] }
  }
  const rows = await listContacts(deps.db, after, limit)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { contacts: rows.slice(0, limit), next: last ? [last.id] : null }
}

type Reachability = Pick<v.InferOutput<typeof ContactPatch>, 'blocked'> & {
  blockedReason: string | undefined
  quietHours: QuietWindow | null | undefined
}

function reachability({ blocked, blockedReason, quietHours }: Reachability): Command[] {
  if (blocked === undefined && quietHours === undefined) return []
  return [
    {
      kind: 'reachability',
      ...(blocked !== undefined && { blocked: blocked ? (blockedReason ?? '') : null }),
      ...(quietHours !== undefined && { quietHours }),
    },
  ]
}

function isSame(a: Identity, b: Identity): boolean {
  return a.channel === b.channel && a.external_id === b.external_id
}

type Fields = Omit<v.InferOutput<typeof ContactBody>, 'identities' | 'traits' | 'tags'>

/** The fields that were given; a field of nothing is one to forget. */
function changed(given: Fields, traits: Record<string, unknown> | undefined) {
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { fields: fields as { [K in keyof Fields]: string | null }, ...(traits && { traits: traits as JsonObject }) }
}
