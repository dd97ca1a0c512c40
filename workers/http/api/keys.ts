import type * as v from 'valibot'
import { KeyAnswer, KeyBody, NewKeyAnswer } from '../../../schema/api/keys.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { parseDuration } from '../../../workflows/language/duration.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { hashOf } from '../../callers.ts'
import { newId } from '../../store/id.ts'
import { addKey, deleteKey, findKey, listKeys, type StoredKey } from '../../store/keys.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

const PREFIX_CHARS = 9
const KEY_CHARS = 32
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export const keys = [
  operation({
    method: 'GET',
    path: '/keys',
    summary: 'The keys that open this API, without the keys themselves',
    needs: 'admin',
    query: PageQuery,
    answers: { 200: pageOf(KeyAnswer) },
    handle: async ({ c, deps, page }) => {
      const rows = await listKeys(deps.db, textAt(page, 0), page.limit)
      return c.json(pageAnswer(rows, page, keyJson, (key) => [key.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/keys/:id',
    summary: 'One key, without the key itself',
    needs: 'admin',
    answers: { 200: KeyAnswer },
    handle: async ({ c, deps, id }) => {
      const key = await findKey(deps.db, id)
      return key ? c.json(keyJson(key)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/keys',
    summary: 'Make a key. It is shown in this answer and never again',
    needs: 'admin',
    body: KeyBody,
    answers: { 201: NewKeyAnswer },
    secret: true,
    handle: async ({ c, deps, body }) => {
      const key = newKey()
      const now = deps.clock.now()
      const expiresAt = endOf(body, now)
      if (expiresAt !== null && expiresAt <= now)
        return problem(c, 400, 'the body is not right', [{ path: 'expires_at', message: 'lies in the past' }])
      const { name, role, requests_per_minute: perMinute = null } = body
      const own = { id: `k${newId(now)}`, name, role, prefix: key.slice(0, PREFIX_CHARS) }
      const stored = { ...own, createdAt: now, expiresAt, lastUsedAt: null, perMinute }
      await addKey(deps.db, { ...stored, hash: hashOf(key) })
      return c.json({ ...keyJson(stored), key }, 201)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/keys/:id',
    summary: 'Take a key back. It opens nothing from now on',
    needs: 'admin',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteKey(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
]

/** 190 bits of chance. Bytes past the last multiple of 62 are thrown away, so that each character is as likely. */
function newKey(): string {
  let text = ''
  while (text.length < KEY_CHARS)
    for (const byte of crypto.getRandomValues(new Uint8Array(KEY_CHARS)))
      if (byte < 248 && text.length < KEY_CHARS) text += BASE62.charAt(byte % 62)
  return `qf_${text}`
}

function endOf(body: v.InferOutput<typeof KeyBody>, now: number): number | null {
  if (body.expires_at !== undefined) return Date.parse(body.expires_at)
  const lastsMs = body.expires_in === undefined ? undefined : parseDuration(body.expires_in)
  return lastsMs === undefined ? null : now + lastsMs
}

function keyJson({ id, name, role, prefix, createdAt, expiresAt, lastUsedAt, perMinute }: StoredKey) {
  return {
    ...{ id, name, role, prefix, created_at: formatIso(createdAt), requests_per_minute: perMinute },
    expires_at: expiresAt === null ? null : formatIso(expiresAt),
    last_used_at: lastUsedAt === null ? null : formatIso(lastUsedAt),
  }
}
