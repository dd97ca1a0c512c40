import type { Described } from './openapi.ts'

const text = (description: string) => ({ description })
const problems = (...statuses: number[]) => Object.fromEntries(statuses.map((status) => [status, 'problem' as const]))

const accepted = {
  type: 'object',
  properties: { accepted: { type: 'integer' }, duplicates: { type: 'integer' } },
  required: ['accepted', 'duplicates'],
}

/** A CloudEvents 1.0 event: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
const cloudEvent = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string' },
    source: { type: 'string' },
    type: { type: 'string' },
    subject: { type: 'string', description: 'The contact’s external id on the channel' },
    time: { type: 'string', format: 'date-time' },
    data: {},
  },
}

const token = { name: 'token', in: 'path', required: true, schema: { type: 'string' } } as const

const channel = (where: 'path' | 'query', required: boolean) => ({
  name: 'channel',
  in: where,
  required,
  schema: { type: 'string' },
})

/** The doors beside /api/v1, which check what comes by themselves. */
export const doors: readonly Described[] = [
  {
    method: 'post',
    path: '/hooks/{channel}',
    tag: 'hooks',
    summary: 'A webhook of the platform that the channel is set up for, signed as that platform signs',
    open: true,
    parameters: [channel('path', true)],
    answers: { 200: text('As the platform expects'), 202: accepted, ...problems(400, 401, 404, 413) },
  },
  {
    method: 'get',
    path: '/hooks/{channel}',
    tag: 'hooks',
    summary: 'The handshakes of platforms that use GET',
    open: true,
    parameters: [channel('path', true)],
    answers: { 200: text('As the platform expects'), ...problems(400, 401, 404) },
  },
  {
    method: 'post',
    path: '/events',
    tag: 'events',
    summary: 'CloudEvents 1.0: structured, batched or binary. With a key, or signed as Standard Webhooks for `channel`',
    parameters: [channel('query', false)],
    body: {
      'application/cloudevents+json': cloudEvent,
      'application/cloudevents-batch+json': { type: 'array', items: cloudEvent, maxItems: 1000 },
      'application/json': {},
    },
    answers: { 202: accepted, ...problems(400, 401, 403, 404, 413, 415) },
  },
  {
    method: 'options',
    path: '/events',
    tag: 'events',
    summary: 'The handshake of CloudEvents senders: `WebHook-Request-Origin` is granted',
    open: true,
    answers: { 200: text('`WebHook-Allowed-Origin`, and `WebHook-Allowed-Rate` in requests a minute') },
  },
  {
    method: 'get',
    path: '/u/{token}',
    tag: 'unsubscribe',
    summary: 'The page on which the reader of a message unsubscribes. Looking changes nothing',
    open: true,
    parameters: [token],
    answers: { 200: text('The page'), 404: text('A page that says that the link does not work') },
  },
  {
    method: 'post',
    path: '/u/{token}',
    tag: 'unsubscribe',
    summary: 'Unsubscribe: the form of that page, or one click of a mail program (RFC 8058)',
    open: true,
    parameters: [token],
    body: { 'application/x-www-form-urlencoded': {}, 'multipart/form-data': {} },
    answers: { 200: text('The page'), 400: text('Nothing was chosen'), 404: text('The link does not work') },
  },
  {
    method: 'get',
    path: '/g/{token}',
    tag: 'gatherings',
    summary: 'A member’s ticket for a gathering. Looking changes nothing',
    open: true,
    parameters: [token],
    answers: { 200: text('The page'), 404: text('A page that says that the link does not work') },
  },
  {
    method: 'get',
    path: '/g/{token}/qr.svg',
    tag: 'gatherings',
    summary: 'The link of a ticket as a QR code, for the door to read',
    open: true,
    parameters: [token],
    answers: { 200: text('An SVG picture'), 404: text('The link does not work') },
  },
  {
    method: 'post',
    path: '/g/{token}',
    tag: 'gatherings',
    summary: 'Check in with a ticket, from three hours before the gathering begins until it is over',
    open: true,
    parameters: [token],
    answers: { 200: text('The page'), 404: text('The link does not work'), 409: text('Not now, and why') },
  },
  {
    method: 'get',
    path: '/r/{code}',
    tag: 'referrals',
    summary: 'Where a personal link leads: the target of the settings, or a page with the code',
    open: true,
    parameters: [{ name: 'code', in: 'path', required: true, schema: { type: 'string' } }],
    answers: { 200: text('The page'), 302: text('On to the target'), ...problems(404) },
  },
  {
    method: 'get',
    path: '/health',
    tag: 'health',
    summary: 'Is the process there?',
    open: true,
    answers: { 200: { type: 'object', properties: { status: { const: 'ok' } } } },
  },
  {
    method: 'get',
    path: '/ready',
    tag: 'health',
    summary: 'Is the database there and migrated, and can timers be armed?',
    open: true,
    answers: { 200: { type: 'object', properties: { status: { const: 'ready' } } }, ...problems(503) },
  },
]
