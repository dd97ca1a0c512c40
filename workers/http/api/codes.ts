import type * as v from 'valibot'
import { CodeAnswer, CodesQuery, UseBody } from '../../../schema/api/coupons.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { handle } from '../../run/handle.ts'
import { type Code, findCode, findPool, listCodes, useCode } from '../../store/coupons.ts'
import { EVENT_LEASE_MS, eventIdOf, type InboxEvent } from '../../store/events.ts'
import { afterwards } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

export const codes = [
  operation({
    method: 'GET',
    path: '/coupons/:id/codes',
    summary: 'The codes of a pool, or those of one contact',
    query: CodesQuery,
    answers: { 200: pageOf(CodeAnswer) },
    handle: async ({ c, deps, id, query, page }) => {
      if (!(await findPool(deps.db, id))) return problem(c, 404)
      const of = { poolId: id, subjectId: query.contact_id }
      const rows = await listCodes(deps.db, of, { after: textAt(page, 0), limit: page.limit })
      return c.json(
        pageAnswer(
          rows,
          page,
          (code) => codeJson(code, deps.clock.now()),
          ({ code }) => [code],
        ),
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/coupons/:id/codes/:code',
    summary: 'One code, and who has it',
    answers: { 200: CodeAnswer },
    handle: async ({ c, deps, id }) => {
      const code = await findCode(deps.db, id, c.req.param('code') ?? '')
      return code ? c.json(codeJson(code, deps.clock.now())) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/coupons/:id/codes/:code/use',
    summary: 'Say that a code was used: once, by whom it was issued to, before it expires',
    body: UseBody,
    answers: { 200: CodeAnswer },
    handle: async ({ c, deps, id, body }) => {
      const at = deps.clock.now()
      const code = await findCode(deps.db, id, c.req.param('code') ?? '')
      if (!code?.subjectId)
        return code?.issuedAt ? problem(c, 409, 'its owner is gone') : problem(c, 404, 'no such code was issued')
      const event = usedEvent({ ...code, subjectId: code.subjectId }, at, body.order_id)
      const used = await useCode(
        deps.db,
        { poolId: id, code: code.code, at },
        { event, leaseUntil: deps.clock.real() + EVENT_LEASE_MS },
      )
      const present = await findCode(deps.db, id, code.code)
      if (!present) return problem(c, 404)
      if (!used) return problem(c, 409, present.usedAt === null ? 'the code has expired' : 'the code was used already')
      await afterwards(
        handle(deps, [{ who: { subjectId: code.subjectId }, events: [event], results: [], commands: [] }]),
      )
      return c.json(codeJson(present, at))
    },
  }),
]

function usedEvent(
  { poolId, code, subjectId }: Code & { subjectId: string },
  at: number,
  orderId?: string,
): InboxEvent {
  return {
    id: eventIdOf('coupon used', `${poolId} ${code}`),
    type: 'coupon.used',
    channel: null,
    externalId: null,
    subjectId,
    profile: null,
    at,
    receivedAt: at,
    data: { code, coupon: poolId, ...(orderId !== undefined && { order_id: orderId }) },
    causes: [],
  }
}

function codeJson(
  { code, poolId, subjectId, issuedAt, expiresAt, usedAt }: Code,
  now: number,
): v.InferOutput<typeof CodeAnswer> {
  const expired = expiresAt !== null && expiresAt <= now
  const open = expired ? 'expired' : 'issued'
  return {
    code,
    coupon: poolId,
    status: usedAt !== null ? 'used' : issuedAt === null ? 'free' : open,
    contact_id: subjectId,
    issued_at: isoOrNull(issuedAt),
    expires_at: isoOrNull(expiresAt),
    used_at: isoOrNull(usedAt),
  }
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : formatIso(ms)
}
