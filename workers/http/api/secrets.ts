import * as v from 'valibot'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { SecretAnswer, SecretBody } from '../../../schema/api/secrets.ts'
import { SecretName } from '../../../schema/secret.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { countSecrets, deleteSecret, findSecret, listSecrets, type SecretRow, saveSecret } from '../../store/secrets.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

const SECRETS_MAX = 200

export const secrets = [
  operation({
    method: 'GET',
    path: '/secrets',
    summary: 'The names of the secrets that steps may send along as {{secrets.NAME}}',
    needs: 'admin',
    query: PageQuery,
    answers: { 200: pageOf(SecretAnswer) },
    handle: async ({ c, deps, page }) => {
      const rows = await listSecrets(deps.db, textAt(page, 0), page.limit)
      return c.json(pageAnswer(rows, page, secretJson, (row) => [row.name]))
    },
  }),
  operation({
    method: 'PUT',
    path: '/secrets/:id',
    summary: 'Set a secret, or change it. No answer ever holds it',
    needs: 'admin',
    body: SecretBody,
    secret: true,
    answers: { 200: SecretAnswer, 201: SecretAnswer },
    handle: async ({ c, deps, id, body }) => {
      const named = v.safeParse(SecretName, id)
      if (!named.success)
        return problem(c, 400, 'not a name for a secret', [{ path: 'name', message: named.issues[0].message }])
      const present = await findSecret(deps.db, id)
      if (!present && (await countSecrets(deps.db)) >= SECRETS_MAX)
        return problem(c, 409, `there are at most ${SECRETS_MAX} secrets`)
      const now = deps.clock.now()
      const row = { name: id, createdAt: present?.createdAt ?? now, updatedAt: now }
      await saveSecret(deps.db, { ...row, sealed: await c.var.house.vault.seal({ value: body.value }) })
      await deps.catalogue.refresh()
      return c.json(secretJson(row), present ? 200 : 201)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/secrets/:id',
    summary: 'Remove a secret. Steps that name it fail from now on',
    needs: 'admin',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      if (!(await deleteSecret(deps.db, id))) return problem(c, 404)
      await deps.catalogue.refresh()
      return c.body(null, 204)
    },
  }),
]

function secretJson({ name, createdAt, updatedAt }: SecretRow): v.InferOutput<typeof SecretAnswer> {
  return { name, created_at: formatIso(createdAt), updated_at: formatIso(updatedAt) }
}
