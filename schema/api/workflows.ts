import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Cel, LocalText } from '../text.ts'
import { JobAnswer } from './jobs.ts'
import { Id, JsonRecord } from './page.ts'
import { ProblemAnswer } from './problem.ts'

const summary = {
  id: v.string(),
  name: v.string(),
  title: v.pipe(LocalText, v.title('The name as it is written: a text, or one per locale')),
  status: v.picklist(['draft', 'active', 'paused']),
  version: v.nullable(v.pipe(v.number(), v.title('The published version that new runs take'))),
  created_at: Instant,
  updated_at: Instant,
}

export const WorkflowSummary = v.object(summary)

export const WorkflowAnswer = v.object({
  ...summary,
  draft: v.pipe(v.unknown(), v.title('The definition as last saved')),
  definition: v.pipe(v.unknown(), v.title('The published definition, or null')),
  inputs: v.nullable(v.pipe(JsonRecord, v.title('The values it was published with'))),
  published_at: v.nullable(Instant),
  template: v.nullable(
    v.pipe(
      v.object({
        id: v.string(),
        version: v.string(),
        latest: v.pipe(v.nullable(v.string()), v.title('The present version; null when there is no such template')),
      }),
      v.title('The template it was made of, in that version'),
    ),
  ),
})

export const VersionAnswer = v.object({
  version: v.number(),
  definition: v.unknown(),
  inputs: JsonRecord,
  published_at: Instant,
  published_by: v.string(),
})

/** Checked in full by workflows/check, which says more than a shape can. */
export const DefinitionBody = v.pipe(v.unknown(), v.title('A workflow definition'))

export const PublishBody = v.strictObject({
  running: v.optional(v.picklist(['keep', 'cancel', 'move']), 'keep'),
  inputs: v.optional(JsonRecord),
})

export const PublishAnswer = v.object({
  id: v.string(),
  version: v.number(),
  moved: v.number(),
  kept: v.number(),
  cancelled: v.number(),
})

/** So many contacts may be listed in one request. */
export const START_CONTACTS_MAX = 10_000

export const StartBody = v.strictObject({
  contact_id: v.optional(Id),
  contact_ids: v.optional(v.pipe(v.array(Id), v.minLength(1), v.maxLength(START_CONTACTS_MAX))),
  segment: v.optional(v.pipe(Cel, v.title('Everybody for whom this expression over `contact` holds'))),
  channel: v.optional(Id),
  external_id: v.optional(Id),
  inputs: v.optional(JsonRecord),
})

export const StartAnswer = v.union([
  v.object({ run_ids: v.array(v.string()), reason: v.optional(v.string()) }),
  v.pipe(JobAnswer, v.title('For a list or a segment: the job that does it')),
])

const Problems = v.array(v.unwrap(ProblemAnswer.entries.errors).item)

export const ValidateAnswer = v.object({ valid: v.boolean(), errors: Problems, warnings: Problems })

export const PictureQuery = v.strictObject({
  locale: v.optional(v.picklist(['en', 'zh-CN']), 'en'),
  draft: v.optional(v.pipe(v.literal('true'), v.title('The draft rather than the published version'))),
})
