import * as v from 'valibot'
import { Instant } from '../instant.ts'

const head = {
  id: v.string(),
  name: v.string(),
  action: v.string(),
  direction: v.string(),
  locale: v.nullable(v.string()),
  whole_words: v.boolean(),
  count: v.number(),
  updated_at: Instant,
}

export const WordListAnswer = v.object(head)
export const WordListWithWords = v.object({ ...head, words: v.array(v.string()) })

export const WordCheckBody = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(100_000)),
  direction: v.optional(v.picklist(['incoming', 'outgoing']), 'outgoing'),
  locale: v.optional(v.pipe(v.string(), v.maxLength(35))),
})

export const WordCheckAnswer = v.object({
  found: v.array(
    v.object({
      list: v.string(),
      action: v.string(),
      words: v.array(v.object({ word: v.string(), start: v.number(), end: v.number() })),
    }),
  ),
  masked: v.pipe(v.string(), v.title('The text as it would go out, with stars for what is masked')),
})
