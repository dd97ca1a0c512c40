import * as v from 'valibot'
import { ExportQuery } from '../../../schema/api/exports.ts'
import { JsonRecord } from '../../../schema/api/page.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { type Meant, pageOfSegment } from '../../run/members.ts'
import { segmentOf } from '../../run/segment.ts'
import { findContact } from '../../store/contacts.ts'
import { readEverything } from '../../store/everything.ts'
import { problem } from '../problem.ts'
import { communityOf, contactJson } from './contact-json.ts'
import { csvLine } from './csv.ts'
import { operation } from './operation.ts'

/** What is known of contacts, to take along. */
export const exporting = [
  operation({
    method: 'GET',
    path: '/contacts/export',
    summary: 'Contacts as CSV: all, or those of a segment. No cell is a formula to a spreadsheet',
    query: ExportQuery,
    mediaType: 'text/csv',
    answers: { 200: v.string() },
    handle: async ({ c, deps, query }) => {
      const meant = segmentOf(query.segment ?? 'true', await deps.catalogue.refresh())
      if (meant.kind === 'problem')
        return problem(c, 400, 'the query is not right', [{ path: 'segment', ...meant.problem }])
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="contacts.csv"',
      }
      return c.body(await csvOf(deps, meant), 200, headers)
    },
  }),
  operation({
    method: 'GET',
    path: '/contacts/:id/export',
    summary: 'Everything that is kept about one contact',
    answers: { 200: JsonRecord },
    handle: async ({ c, deps, id }) => {
      const contact = await findContact(deps.db, id)
      if (!contact) return problem(c, 404)
      const all = await readEverything(deps.db, contact.id)
      c.header('content-disposition', `attachment; filename="${contact.id}.json"`)
      const about = contactJson(contact, await communityOf(deps))
      return c.json({ exported_at: formatIso(deps.clock.now()), contact: about, remembered: contact.facts, ...all })
    },
  }),
]

const COLUMNS = [
  'id', 'name', 'email', 'phone', 'locale', 'timezone', 'stage', 'tier', 'points', 'risk', 'owner', 'streak', 'referrals',
  'active_days', 'joined_at', 'last_seen_at', 'created_at',
] as const // biome-ignore format: one list, read at a glance

/** Page by page, as fast as it is read: however many there are, only one page is held. */
async function csvOf(deps: Deps, meant: Meant): Promise<ReadableStream<Uint8Array>> {
  const community = await communityOf(deps)
  const text = new TextEncoder()
  let after: string | null = null
  let isFirst = true
  return new ReadableStream({
    pull: async (controller) => {
      if (isFirst)
        controller.enqueue(text.encode(`\uFEFF${csvLine([...COLUMNS, 'tags', 'roles', 'identities', 'traits'])}`))
      isFirst = false
      const page = await pageOfSegment(deps, meant, { after, limit: 200 })
      const lines = page.contacts.map((contact) => {
        const json = contactJson(contact, community)
        const identities = json.identities.map(({ channel, external_id }) => `${channel}:${external_id}`).join('; ')
        const plain = COLUMNS.map((column) => json[column])
        return csvLine([...plain, json.tags.join('; '), json.roles.join('; '), identities, JSON.stringify(json.traits)])
      })
      controller.enqueue(text.encode(lines.join('')))
      after = page.next
      if (after === null) controller.close()
    },
  })
}
