import type * as v from 'valibot'
import { pageOf } from '../../../schema/api/page.ts'
import { DecisionBody, ReferralAnswer, ReferralCodeAnswer, ReferralQuery } from '../../../schema/api/referrals.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { explainSignal } from '../../../workflows/engine/referrals/explain.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { handleCommand } from '../../run/handle.ts'
import { findContact } from '../../store/contacts.ts'
import { codeOf, findReferral, listReferrals, type Referral } from '../../store/referrals.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { type Asked, type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer } from './page.ts'

export const referrals = [
  operation({
    method: 'GET',
    path: '/referrals',
    summary: 'Who was brought by whom, with what speaks against it; newest first. `status=review` waits for a person',
    query: ReferralQuery,
    answers: { 200: pageOf(ReferralAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const filter = { status: query.status, referrerId: query.referrer_id, inviteeId: query.invitee_id }
      const rows = await listReferrals(deps.db, filter, { before: numberAt(page, 0), limit: page.limit })
      return c.json(pageAnswer(rows, page, referralJson, ({ n }) => [n]))
    },
  }),
  operation({
    method: 'GET',
    path: '/referrals/:id',
    summary: 'One referral',
    answers: { 200: ReferralAnswer },
    handle: async ({ c, deps, id }) => {
      const found = await findReferral(deps.db, id)
      return found ? c.json(referralJson(found)) : problem(c, 404)
    },
  }),
  decision('approve', 'Believe a referral: it goes on as if nothing spoke against it'),
  decision('reject', 'Do not count a referral; one that has counted is taken back'),
  operation({
    method: 'POST',
    path: '/contacts/:id/referral-code',
    summary: 'The code that a contact invites with, made when there is none, and what became of those they brought',
    answers: { 200: ReferralCodeAnswer },
    handle: personalCode,
  }),
]

function decision(verb: 'approve' | 'reject', summary: string): Operation {
  return operation({
    method: 'POST',
    path: `/referrals/:id/${verb}`,
    summary,
    body: DecisionBody,
    answers: { 200: ReferralAnswer },
    handle: async (asked) => {
      const { c, deps, id, body } = asked
      if (!(await findReferral(deps.db, id))) return problem(c, 404)
      const { reason } = body
      const by = c.var.caller.id
      const result = await command(asked, {
        kind: 'referral',
        decision: verb,
        by,
        ...(reason !== undefined && { reason }),
      })
      if (result?.kind === 'refused') return problem(c, 409, result.message)
      const found = await findReferral(deps.db, id)
      return found ? c.json(referralJson(found)) : problem(c, 404)
    },
  })
}

async function personalCode(asked: Asked): Promise<Response> {
  const { c, deps, id } = asked
  const contact = await findContact(deps.db, id)
  if (!contact) return problem(c, 404)
  const { alphabet, length } = (await deps.catalogue.known()).settings.referral.code
  const { code, clicks } = await codeOf(deps.db, { subjectId: id, at: deps.clock.now(), alphabet, length })
  const known = contact.facts.referral
  if (known?.code !== code) await command(asked, { kind: 'referral code', code })
  const { pending = 0, qualified = 0, rejected = 0 } = known?.counts ?? {}
  const counts = { pending: Math.max(0, pending), qualified: Math.max(0, qualified), rejected }
  const rungs = Object.entries(known?.rungs ?? {}).map(([rung, at]) => ({ rung, reached_at: formatIso(at) }))
  return c.json({ code, link: `${deps.known.publicUrl ?? ''}/r/${code}`, clicks, counts, rungs })
}

function command({ c, deps, id }: Pick<Asked, 'c' | 'deps' | 'id'>, asked: Command) {
  return handleCommand(deps, { who: { subjectId: id }, events: [], results: [], commands: [asked] }, later(c))
}

function referralJson(referral: Referral): v.InferOutput<typeof ReferralAnswer> {
  const { inviteeId, referrerId, code, status, score, signals, reason, decidedAt, decidedBy } = referral
  return {
    ...{ id: inviteeId, referrer_id: referrerId, invitee_id: inviteeId, code, status, score },
    signals: signals.map((signal) => ({ ...signal, explanation: explainSignal(signal) })),
    reason,
    attributed_at: formatIso(referral.at),
    decided_at: decidedAt === null ? null : formatIso(decidedAt),
    decided_by: decidedBy,
  }
}
