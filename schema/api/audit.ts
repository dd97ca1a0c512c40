import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Id, paging } from './page.ts'

const name = (title: string) => v.optional(v.pipe(Id, v.title(title)))

export const AuditQuery = v.strictObject({
  ...paging,
  key_id: name('The key that did it'),
  operation: name('Such as `PUT /channels/{id}`'),
  resource: name('Such as `channels`'),
  resource_id: name('The id of what was changed; with `resource`'),
  contact_id: name('The contact whom it concerned'),
  request_id: name('As `X-Request-Id` of the answer said it'),
  from: v.optional(v.pipe(Instant, v.title('Not before'))),
  to: v.optional(v.pipe(Instant, v.title('Before'))),
})

export const AuditAnswer = v.object({
  id: v.string(),
  at: Instant,
  key_id: v.string(),
  key_name: v.string(),
  role: v.string(),
  operation: v.string(),
  resource: v.string(),
  resource_id: v.nullable(v.string()),
  contact_id: v.nullable(v.string()),
  request_id: v.string(),
  status: v.pipe(v.nullable(v.number()), v.title('What was answered; null when that is not known')),
  request: v.pipe(v.unknown(), v.title('What was asked; of what holds secrets only the names of what was given')),
  before: v.pipe(v.unknown(), v.title('Of what was changed, the fields that differ')),
  after: v.pipe(v.unknown(), v.title('The same, afterwards')),
})
