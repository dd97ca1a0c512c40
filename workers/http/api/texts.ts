import type * as v from 'valibot'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { TextAnswer, TextBody } from '../../../schema/api/texts.ts'
import { checkTexts } from '../../../workflows/check/texts.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { countTexts, deleteText, findText, listTexts, saveText, type TextRow } from '../../store/texts.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

const TEXTS_MAX = 2000
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

/** The shared library of messages. */
export const texts = [
  operation({
    method: 'GET',
    path: '/texts',
    summary: 'The shared texts',
    query: PageQuery,
    answers: { 200: pageOf(TextAnswer) },
    handle: async ({ c, deps, page }) => {
      const rows = await listTexts(deps.db, textAt(page, 0), page.limit)
      return c.json(pageAnswer(rows, page, textJson, (row) => [row.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/texts/:id',
    summary: 'One shared text',
    answers: { 200: TextAnswer },
    handle: async ({ c, deps, id }) => {
      const row = await findText(deps.db, id)
      return row ? c.json(textJson(row)) : problem(c, 404)
    },
  }),
  operation({
    method: 'PUT',
    path: '/texts/:id',
    summary: 'Write a shared text, or change it: from now on whoever names it says this',
    body: TextBody,
    answers: { 200: TextAnswer, 201: TextAnswer },
    handle: async ({ c, deps, id, body }) => {
      if (!NAME.test(id))
        return problem(c, 400, 'not a name for a text', [
          { path: 'id', message: '1 to 100 letters, digits, _ . and -, beginning with a letter or digit' },
        ])
      const locales = typeof body.text === 'string' ? { '': body.text } : body.text
      const problems = checkTexts(locales)
      if (problems.length > 0) return problem(c, 400, 'the text is not right', problems)
      const present = await findText(deps.db, id)
      if (!present && (await countTexts(deps.db)) >= TEXTS_MAX)
        return problem(c, 409, `there are at most ${TEXTS_MAX} texts`)
      const now = deps.clock.now()
      const row = { id, locales, createdAt: present?.createdAt ?? now, updatedAt: now }
      await saveText(deps.db, row)
      await deps.catalogue.refresh()
      return c.json(textJson(row), present ? 200 : 201)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/texts/:id',
    summary: 'Remove a shared text. Steps that name it fail from now on',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      if (!(await deleteText(deps.db, id))) return problem(c, 404)
      await deps.catalogue.refresh()
      return c.body(null, 204)
    },
  }),
]

function textJson({ id, locales, createdAt, updatedAt }: TextRow): v.InferOutput<typeof TextAnswer> {
  return { id, text: locales[''] ?? locales, created_at: formatIso(createdAt), updated_at: formatIso(updatedAt) }
}
