import * as v from 'valibot'
import { Slug } from './text.ts'

export const WORDS_MAX = 20_000
const WORD_CHARS_MAX = 100

/** What a word on a list brings about. Of incoming messages none is stopped: they are flagged, or escalated. */
const WordAction = v.picklist(['block', 'mask', 'flag', 'escalate'])
export type WordAction = v.InferOutput<typeof WordAction>

const Word = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(WORD_CHARS_MAX))
export const Words = v.pipe(v.array(Word), v.maxLength(WORDS_MAX))

export const WordListBody = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  action: v.optional(WordAction, 'block'),
  direction: v.optional(v.picklist(['incoming', 'outgoing', 'both']), 'outgoing'),
  locale: v.optional(
    v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag, such as zh or en'))),
    null,
  ),
  whole_words: v.pipe(
    v.optional(v.boolean(), true),
    v.title('Words of scripts with spaces are found only as whole words'),
  ),
  words: v.optional(Words, []),
})

export const NewWordList = v.strictObject({ id: Slug, ...WordListBody.entries })

/** Adds and takes away single words. */
export const WordListPatch = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  action: v.optional(WordAction),
  add: v.optional(Words, []),
  remove: v.optional(Words, []),
})

export type WordList = {
  id: string
  name: string
  action: WordAction
  direction: 'incoming' | 'outgoing' | 'both'
  locale: string | null
  whole_words: boolean
  /** Changes with every change of the list. */
  stamp: string
  words: readonly string[]
}
