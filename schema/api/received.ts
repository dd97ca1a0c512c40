import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { JsonRecord } from './page.ts'

/** A webhook that a channel has taken or refused. Of refused ones the body is not kept. */
export const ReceivedAnswer = v.object({
  at: Instant,
  verdict: v.picklist(['accepted', 'refused']),
  status: v.pipe(v.nullable(v.number()), v.title('What a refused one was answered with')),
  why: v.pipe(v.nullable(v.string()), v.title('Why it was refused')),
  method: v.nullable(v.string()),
  size: v.pipe(v.number(), v.title('Bytes of the body; of an accepted one, of its data')),
  headers: v.pipe(v.nullable(v.array(v.string())), v.title('Names of the headers that came along')),
  event_id: v.nullable(v.string()),
  type: v.pipe(v.nullable(v.string()), v.title('The event that it became')),
  external_id: v.pipe(v.nullable(v.string()), v.title('Whom it is about')),
  data: v.pipe(v.nullable(JsonRecord), v.title('Null when it is too long to show')),
})

/**
 * A sample: the payload itself, or `{ sample, content_type? }` with it, as JSON or as the text of a form. An empty object
 * asks for the last that came.
 */
export const ProposeMapBody = v.unknown()

const Words = v.record(v.string(), v.string())

export const ProposedMapAnswer = v.object({
  from: v.pipe(v.picklist(['given', 'received', 'kind']), v.title('Where the sample comes from')),
  sample: v.unknown(),
  map: v.pipe(
    v.record(v.string(), v.union([v.string(), Words])),
    v.title('The most likely, ready for config.map; `traits` are what answers to questions could become'),
  ),
  proposals: v.array(
    v.object({
      field: v.string(),
      expression: v.string(),
      confidence: v.pipe(v.number(), v.title('From 0 to 1')),
      reason: Words,
      value: v.pipe(v.string(), v.title('What it finds in the sample')),
    }),
  ),
})
