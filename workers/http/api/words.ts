import type * as v from 'valibot'
import { pageOf } from '../../../schema/api/page.ts'
import { WordCheckAnswer, WordCheckBody, WordListAnswer, WordListWithWords } from '../../../schema/api/words.ts'
import { NewWordList, WORDS_MAX, type WordList, WordListBody, WordListPatch } from '../../../schema/words.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { look, mask } from '../../../workflows/words/filter.ts'
import type { Deps } from '../../run/deps.ts'
import { newId } from '../../store/id.ts'
import { deleteWords, type ListedWords, listWords, loadWords, saveWords } from '../../store/words.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

export const words = [
  operation({
    method: 'GET',
    path: '/words',
    summary: 'Lists of words that messages are looked through for, without their words',
    answers: { 200: pageOf(WordListAnswer) },
    handle: async ({ c, deps }) => c.json({ items: (await listWords(deps.db)).map(headJson), next_cursor: null }),
  }),
  operation({
    method: 'GET',
    path: '/words/:id',
    summary: 'One list, with its words',
    answers: { 200: WordListWithWords },
    handle: async ({ c, deps, id }) => {
      const [list] = await loadWords(deps.db, [id])
      return list ? c.json(listJson(list)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/words',
    summary: 'Make a list',
    body: NewWordList,
    answers: { 201: WordListWithWords },
    handle: async ({ c, deps, body }) => {
      const { id, ...given } = body
      const lists = await listWords(deps.db)
      if (lists.some((list) => list.id === id)) return problem(c, 409, 'there is such a list already')
      if (lists.length >= LISTS_MAX) return problem(c, 409, `there are ${LISTS_MAX} lists already`)
      return c.json(listJson(await write(deps, id, given)), 201)
    },
  }),
  operation({
    method: 'PUT',
    path: '/words/:id',
    summary: 'Write a list with all of its words',
    body: WordListBody,
    answers: { 200: WordListWithWords },
    handle: async ({ c, deps, id, body }) => {
      if (!/^[a-z0-9-]{1,64}$/.test(id)) return problem(c, 400, 'an id is 1 to 64 of a-z, 0-9 and -')
      const lists = await listWords(deps.db)
      if (lists.length >= LISTS_MAX && !lists.some((list) => list.id === id))
        return problem(c, 409, `there are ${LISTS_MAX} lists already`)
      return c.json(listJson(await write(deps, id, body)))
    },
  }),
  operation({
    method: 'PATCH',
    path: '/words/:id',
    summary: 'Add and remove single words of a list',
    body: WordListPatch,
    answers: { 200: WordListWithWords },
    handle: async ({ c, deps, id, body }) => {
      const [known] = await loadWords(deps.db, [id])
      if (!known) return problem(c, 404)
      const { count: _, updatedAt: __, ...list } = known
      const removed = new Set(body.remove)
      const kept = unique([...list.words, ...body.add]).filter((word) => !removed.has(word))
      if (kept.length > WORDS_MAX) return problem(c, 409, `a list has at most ${WORDS_MAX} words`)
      const { name = list.name, action = list.action } = body
      const changed = { ...list, name, action, words: kept, stamp: newId(deps.clock.real()) }
      const now = deps.clock.now()
      if (!(await saveWords(deps.db, changed, { now, known: list.stamp })))
        return problem(c, 409, 'the list has changed meanwhile')
      return c.json(listJson({ ...changed, count: kept.length, updatedAt: now }))
    },
  }),
  operation({
    method: 'DELETE',
    path: '/words/:id',
    summary: 'Delete a list',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteWords(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
  operation({
    method: 'POST',
    path: '/words/check',
    reads: true,
    summary: 'Look through a text as the gate does, and change nothing',
    needs: 'viewer',
    body: WordCheckBody,
    answers: { 200: WordCheckAnswer },
    handle: async ({ c, deps, body }) => {
      const { words: lists, settings } = await deps.catalogue.refresh()
      const found = look(lists, body.text, { direction: body.direction, locale: body.locale ?? settings.locale })
      const masking = found.filter(({ action }) => action === 'mask').flatMap(({ hits }) => hits)
      masking.sort((a, b) => a.start - b.start)
      const answer = found.map(({ list, action, hits }) => ({ list, action, words: hits }))
      return c.json({ found: answer, masked: mask(body.text, masking) })
    },
  }),
]

const LISTS_MAX = 50

async function write(deps: Deps, id: string, given: v.InferOutput<typeof WordListBody>) {
  const now = deps.clock.now()
  const list: WordList = {
    ...given,
    id,
    name: given.name || id,
    words: unique(given.words),
    stamp: newId(deps.clock.real()),
  }
  await saveWords(deps.db, list, { now })
  return { ...list, count: list.words.length, updatedAt: now }
}

function unique(written: readonly string[]): string[] {
  return [...new Set(written)]
}

function headJson({ stamp: _, updatedAt, ...list }: ListedWords): v.InferOutput<typeof WordListAnswer> {
  return { ...list, updated_at: formatIso(updatedAt) }
}

function listJson({ words: listed, ...list }: ListedWords & WordList): v.InferOutput<typeof WordListWithWords> {
  return { ...headJson(list), words: [...listed] }
}
