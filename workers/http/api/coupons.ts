import type * as v from 'valibot'
import { CodesAdded, CodesBody, NewPoolBody, PoolAnswer, PoolBody } from '../../../schema/api/coupons.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { parseDuration } from '../../../workflows/language/duration.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { deletePool, findPool, importCodes, listPools, type Pool, savePool } from '../../store/coupons.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

export const coupons = [
  operation({
    method: 'GET',
    path: '/coupons',
    summary: 'Pools of coupon codes',
    query: PageQuery,
    answers: { 200: pageOf(PoolAnswer) },
    handle: async ({ c, deps, page }) =>
      c.json(pageAnswer(await listPools(deps.db, textAt(page, 0), page.limit), page, poolJson, ({ id }) => [id])),
  }),
  operation({
    method: 'GET',
    path: '/coupons/:id',
    summary: 'One pool, with how many of its codes are left, issued and used',
    answers: { 200: PoolAnswer },
    handle: async ({ c, deps, id }) => {
      const pool = await findPool(deps.db, id)
      return pool ? c.json(poolJson(pool)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/coupons',
    summary: 'Make a pool of codes: imported ones, or ones that are generated when they are issued',
    body: NewPoolBody,
    answers: { 201: PoolAnswer },
    handle: async ({ c, deps, body: { id, ...wish } }) => {
      if (await findPool(deps.db, id)) return problem(c, 409, 'there is such a coupon')
      const saved = await save(deps, id, wish)
      return saved ? c.json(poolJson(saved), 201) : problem(c, 404)
    },
  }),
  operation({
    method: 'PUT',
    path: '/coupons/:id',
    summary: 'Make a pool of codes, or change it. Its kind stays',
    body: PoolBody,
    answers: { 200: PoolAnswer },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      const there = await findPool(deps.db, id)
      if (there && there.kind !== body.kind) return problem(c, 409, `its codes are ${there.kind}, and stay so`)
      const saved = await save(deps, id, body)
      return saved ? c.json(poolJson(saved)) : problem(c, 404)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/coupons/:id',
    summary: 'Delete a pool with all of its codes',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deletePool(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
  operation({
    method: 'POST',
    path: '/coupons/:id/codes',
    summary: 'Import codes; those that are there already are passed over',
    body: CodesBody,
    answers: { 200: CodesAdded },
    handle: async ({ c, deps, id, body: { codes } }) => {
      const pool = await findPool(deps.db, id)
      if (!pool) return problem(c, 404)
      if (pool.kind !== 'imported') return problem(c, 409, 'its codes are generated')
      const added = await importCodes(deps.db, id, codes)
      return c.json({ added, duplicates: codes.length - added })
    },
  }),
]

async function save(deps: Deps, id: string, wish: v.InferOutput<typeof PoolBody>): Promise<Pool | undefined> {
  const { codes, per_member: perMember, expires_in: expiresIn, expires_at, ...rest } = wish
  const expiresInMs = expiresIn === null ? null : (parseDuration(expiresIn) ?? null)
  const expiresAt = expires_at === null ? null : Date.parse(expires_at)
  const createdAt = deps.clock.now()
  await deps.db.batch([savePool({ id, ...rest, perMember, expiresIn, expiresInMs, expiresAt, createdAt })])
  if (codes && rest.kind === 'imported') await importCodes(deps.db, id, codes)
  return findPool(deps.db, id)
}

function poolJson(pool: Pool): v.InferOutput<typeof PoolAnswer> {
  const { id, name, kind, prefix, alphabet, length, perMember, expiresIn, expiresAt, total, issued, used } = pool
  return {
    ...{ id, name, kind, prefix, alphabet, length, total, issued, used },
    per_member: perMember,
    expires_in: expiresIn,
    expires_at: expiresAt === null ? null : formatIso(expiresAt),
    left: total === null ? null : Math.max(0, total - issued),
    created_at: formatIso(pool.createdAt),
  }
}
