import type * as v from 'valibot'
import { LIMIT_DEFAULT, LIMIT_MAX } from '../../schema/api/page.ts'
import { ProblemAnswer } from '../../schema/api/problem.ts'
import { isObject } from '../../schema/json.ts'
import { jsonSchema } from '../json-schema.ts'
import type { Operation } from './api/operation.ts'
import { operations } from './api/operations.ts'
import { doors } from './openapi-doors.ts'

type Schema = Record<string, unknown>
type Parameter = { name: string; in: string; required: boolean; schema: Schema; description?: string }

/** A request as the documentation tells it. */
export type Described = {
  method: string
  path: string
  tag: string
  summary: string
  /** It needs no key. */
  open?: boolean
  /** The least role that may, where there is a key. */
  needs?: string
  parameters?: readonly Parameter[]
  /** Schemas of the body by media type. */
  body?: Record<string, Schema>
  /** A schema, or only a description, or a problem; null is an empty answer. */
  answers: Record<number, Schema | 'problem' | null>
  /** Of answers that are no problem, where that is not JSON. */
  mediaType?: string
}

/** Every request of the product, the doors first. */
export function described(): Described[] {
  return [...doors, ...operations.map(describe)]
}

let built: Schema | undefined

/** The OpenAPI 3.1 document, made from the same shapes that the doors check with. */
export function openApi(): Schema {
  built ??= build()
  return built
}

function build(): Schema {
  const paths: Record<string, Schema> = {}
  for (const one of described()) {
    const path = paths[one.path] ?? {}
    path[one.method] = operationObject(one)
    paths[one.path] = path
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Qunflow', version: '1', description: 'Lifecycle automation for member communities.' },
    paths,
    components: {
      schemas: { Problem: jsonSchema(ProblemAnswer) },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ key: [] }],
  }
}

function operationObject(described: Described): Schema {
  const { tag, summary, open, needs, parameters, body, answers, mediaType } = described
  return {
    tags: [tag],
    summary,
    ...(needs !== undefined && { description: `Needs the role ${needs}.` }),
    ...(open && { security: [] }),
    ...(parameters && parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: contentOf(body) } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, answerObject(answer, mediaType)]),
    ),
  }
}

function contentOf(body: Record<string, Schema>): Schema {
  return Object.fromEntries(Object.entries(body).map(([type, schema]) => [type, { schema }]))
}

function answerObject(answer: Described['answers'][number], mediaType = 'application/json'): Schema {
  if (answer === null) return { description: 'Done' }
  if (answer === 'problem')
    return {
      description: 'A problem',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  if (!('type' in answer) && typeof answer.description === 'string') return { description: answer.description }
  return { description: 'The answer', content: { [mediaType]: { schema: answer } } }
}

function describe(operation: Operation): Described {
  const path = `/api/v1${operation.path.replace(/:(\w+)/g, '{$1}')}`
  const answers: Described['answers'] = {}
  for (const [status, shape] of Object.entries(operation.answers)) answers[Number(status)] = shape && jsonSchema(shape)
  const body = jsonSchema(operation.body)
  const writes = operation.method !== 'GET'
  for (const status of [400, 401, 403, ...(path.includes('{') ? [404] : []), ...(writes ? [409, 413, 422] : [])])
    answers[status] = 'problem'
  return {
    method: operation.method.toLowerCase(),
    path,
    tag: operation.path.split('/')[1] ?? '',
    summary: operation.summary,
    needs: operation.needs,
    parameters: [...pathParameters(path), ...queryParameters(operation.query), ...(writes ? [IDEMPOTENCY_KEY] : [])],
    ...(operation.mediaType !== undefined && { mediaType: operation.mediaType }),
    ...(writes && !isEmpty(body) && { body: bodyOf(operation, body) }),
    answers,
  }
}

/** What comes as its bytes is a file. */
function bodyOf({ raw, streamed }: Operation, body: Schema): Record<string, Schema> {
  if (streamed) return { 'application/x-ndjson': body }
  return raw ? { 'text/csv': body, 'application/x-ndjson': body } : { 'application/json': body }
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
  description: 'A repeat under the same key gets the first answer.',
}

/** It travels as text, like everything in a query, but it is a number. */
const LIMIT: Schema = { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: LIMIT_DEFAULT }

function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(shape: v.GenericSchema): Parameter[] {
  const { properties, required } = jsonSchema(shape)
  const needed = Array.isArray(required) ? required : []
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.includes(name),
    schema: name === 'limit' ? LIMIT : (schema as Schema),
  }))
}

function isEmpty({ properties }: Schema): boolean {
  return isObject(properties) && Object.keys(properties).length === 0
}
