import * as v from 'valibot'
import type { Role } from '../../callers.ts'
import type { Deps } from '../../run/deps.ts'
import type { C } from '../context.ts'
import type { Page } from './page.ts'

/** One request that the API takes, as data: what the door checks and what the documentation says are the same. */
export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  summary: string
  needs: Role
  query: v.GenericSchema<unknown, Record<string, unknown>>
  body: v.GenericSchema
  /** What it answers when all is well; null is an empty answer. */
  answers: Record<number, v.GenericSchema | null>
  /** Its answer or its body holds a secret, which must be neither kept in the open nor repeated in an error. */
  secret: boolean
  /** Its body is no JSON: it comes as its bytes. */
  raw: boolean
  /** Its body may be of any size: the handler reads it as it comes. */
  streamed: boolean
  /** It reads what is worth a line in the audit all the same. */
  audited: boolean
  /** It is a question that is too long for an address: it changes nothing, and leaves no line in the audit. */
  reads: boolean
  /** What was is gone, and the audit does not keep it either. */
  forgets: boolean
  /** The media type of what it answers with success, where that is no JSON. */
  mediaType?: string
  handle: (asked: Asked) => Promise<Response> | Response
}

/** A request that passed the door. `id` is the one in the path; `text` is the body as it was written. */
export type Asked<Q = unknown, B = unknown> = {
  c: C
  deps: Deps
  id: string
  query: Q
  body: B
  text: string
  bytes: Uint8Array
  page: Page
}

type Query = v.GenericSchema<unknown, Record<string, unknown>>

const Nothing = v.strictObject({})

/** Define an operation. Reading needs a viewer and writing an operator, unless it says otherwise. */
export function operation<const Q extends Query = typeof Nothing, const B extends v.GenericSchema = typeof Nothing>(
  given: Pick<Operation, 'method' | 'path' | 'summary' | 'answers'> & {
    needs?: Role
    query?: Q
    body?: B
    secret?: boolean
    raw?: boolean
    streamed?: boolean
    audited?: boolean
    reads?: boolean
    forgets?: boolean
    mediaType?: string
    handle: (asked: Asked<v.InferOutput<Q>, v.InferOutput<B>>) => Promise<Response> | Response
  },
): Operation {
  const needs = given.method === 'GET' ? 'viewer' : 'operator'
  const { handle, ...rest } = given
  return {
    needs,
    query: Nothing,
    body: Nothing,
    secret: false,
    raw: false,
    streamed: false,
    audited: false,
    reads: false,
    forgets: false,
    ...rest,
    handle: handle as Operation['handle'],
  }
}
