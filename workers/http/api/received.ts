import type * as v from 'valibot'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { ProposedMapAnswer, ProposeMapBody, ReceivedAnswer } from '../../../schema/api/received.ts'
import { isObject, type Json, type JsonObject } from '../../../schema/json.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { FIELDS, type Field } from '../../channels/field-map.ts'
import { findKind } from '../../channels/kinds.ts'
import { proposeMap, proposeTraits } from '../../channels/propose-map.ts'
import { bodyOfEvent, readSample } from '../../channels/read-sample.ts'
import type { Deps } from '../../run/deps.ts'
import { findChannel } from '../../store/channels.ts'
import type { KnownEvent } from '../../store/event-list.ts'
import { lastReceived } from '../../store/received.ts'
import { listRefusals, type Refusal } from '../../store/refusals.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

const SHOWN_MAX = 20
const DATA_CHARS_MAX = 16_384
const CONFIDENT = 0.6
/** Kinds that say nothing about what an event is; all others know its type and id themselves. */
const UNTYPED: ReadonlySet<string> = new Set(['hmac', 'bearer', 'standard-webhooks'])
const OF_PERSON: readonly Field[] = ['user_id', 'name', 'email', 'phone', 'locale']

export const received = [
  operation({
    method: 'GET',
    path: '/channels/:id/received',
    summary: 'The last webhooks of a channel, newest first: what became of them, or why they were refused',
    query: PageQuery,
    answers: { 200: pageOf(ReceivedAnswer) },
    handle: async ({ c, deps, id, page }) => {
      if (!(await findChannel(deps.db, id))) return problem(c, 404)
      const [events, refusals] = await Promise.all([lastReceived(deps.db, id, SHOWN_MAX), listRefusals(deps.db, id)])
      const items = [...events.map(acceptedJson), ...refusals.map(refusedJson)]
      items.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      return c.json({ items: items.slice(0, Math.min(page.limit, SHOWN_MAX)), next_cursor: null })
    },
  }),
  operation({
    method: 'POST',
    path: '/channels/:id/propose-map',
    reads: true,
    summary: 'Propose config.map from a sample: the body, or the last webhook that came',
    body: ProposeMapBody,
    answers: { 200: ProposedMapAnswer },
    handle: async ({ c, deps, id, body }) => {
      const channel = await findChannel(deps.db, id)
      if (!channel) return problem(c, 404)
      const given = await givenSample(body as Json)
      const found = given === undefined ? await knownSample(deps, id, channel.kind) : { from: 'given', sample: given }
      if (!found) return problem(c, 422, 'nothing has come yet: give a sample')
      const proposals = proposeMap(found.sample, UNTYPED.has(channel.kind) ? FIELDS : OF_PERSON)
      const likely = proposals.filter(({ confidence }) => confidence >= CONFIDENT).reverse()
      const { from, sample } = found
      const answers = isObject(sample) ? findKind(channel.kind)?.answersIn?.(sample as JsonObject) : undefined
      const traits = answers ? proposeTraits(answers, proposals) : []
      return c.json({
        ...{ from, sample },
        map: {
          ...Object.fromEntries(likely.map(({ field, expression }) => [field, expression])),
          ...(traits.length > 0 && { traits: Object.fromEntries(traits.map((one) => [one.name, one.expression])) }),
        },
        proposals: [...proposals, ...traits.map(({ name, ...one }) => ({ field: `traits.${name}`, ...one }))],
      })
    },
  }),
]

/** The payload itself, or what is in `sample`; undefined when there is none. */
async function givenSample(body: Json): Promise<Json | undefined> {
  if (!isObject(body)) return body
  const keys = Object.keys(body)
  if (keys.length === 0) return undefined
  if (!('sample' in body) || keys.some((key) => key !== 'sample' && key !== 'content_type')) return body as Json
  const { sample, content_type } = body as { sample: Json; content_type?: Json }
  return typeof sample === 'string'
    ? readSample(sample, typeof content_type === 'string' ? content_type : null)
    : sample
}

async function knownSample(deps: Deps, id: string, kind: string): Promise<{ from: string; sample: Json } | undefined> {
  const [event] = await lastReceived(deps.db, id, 1)
  if (event) return { from: 'received', sample: bodyOfEvent(kind, event) }
  const recorded = findKind(kind)?.sample
  if (!recorded) return undefined
  return { from: 'kind', sample: await readSample(recorded.body, recorded.headers['content-type'] ?? null) }
}

function acceptedJson({ id, type, externalId, receivedAt, data }: KnownEvent): v.InferOutput<typeof ReceivedAnswer> {
  const text = JSON.stringify(data)
  return {
    at: formatIso(receivedAt),
    verdict: 'accepted',
    status: null,
    why: null,
    method: null,
    size: new TextEncoder().encode(text).length,
    headers: null,
    event_id: id,
    type,
    external_id: externalId,
    data: text.length > DATA_CHARS_MAX ? null : data,
  }
}

function refusedJson({ at, status, why, method, size, headers }: Refusal): v.InferOutput<typeof ReceivedAnswer> {
  const nothing = { event_id: null, type: null, external_id: null, data: null }
  return { at: formatIso(at), verdict: 'refused', status, why, method, size, headers, ...nothing }
}
