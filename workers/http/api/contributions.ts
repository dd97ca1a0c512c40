import type * as v from 'valibot'
import {
  ContributionAnswer,
  ContributionBody,
  ContributionQuery,
  GradeBody,
  VerdictBody,
} from '../../../schema/api/contributions.ts'
import { pageOf } from '../../../schema/api/page.ts'
import type { Contribution, Verdict } from '../../../schema/contribution.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { handleCommand } from '../../run/handle.ts'
import { oneByOne } from '../../run/in-turn.ts'
import { findContact, readAt } from '../../store/contacts.ts'
import { contributionById, findContribution, listContributions, toContribution } from '../../store/contributions.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { type Asked, type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'

const TRIES_MAX = 10

/** What members make for the community, and what a person makes of it. */
export const contributions = [
  operation({
    method: 'GET',
    path: '/contributions',
    summary: 'What members have made, the newest first',
    query: ContributionQuery,
    answers: { 200: pageOf(ContributionAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const featured = query.featured === undefined ? undefined : query.featured === 'true'
      const filter = { status: query.status, subjectId: query.contact_id, featured }
      const [at, id] = [numberAt(page, 0), textAt(page, 1)]
      const before = page.after === null || at === null || id === null ? null : { at, id }
      const rows = await listContributions(deps.db, filter, { before, limit: page.limit })
      return c.json(pageAnswer(rows, page, contributionJson, (one) => [one.at, one.id]))
    },
  }),
  operation({
    method: 'POST',
    path: '/contributions',
    summary: 'Write down what a member has made elsewhere',
    body: ContributionBody,
    answers: { 201: ContributionAnswer },
    handle: add,
  }),
  operation({
    method: 'GET',
    path: '/contributions/:id',
    summary: 'One contribution',
    answers: { 200: ContributionAnswer },
    handle: async ({ c, deps, id }) => {
      const found = await findContribution(deps.db, id)
      return found ? c.json(contributionJson(found)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/contributions/:id/grade',
    summary: 'Grade it, once: workflows reward by the grade',
    body: GradeBody,
    answers: { 200: ContributionAnswer },
    handle: (asked) => {
      const { grade, featured, note } = asked.body
      return judgeInTurn(asked, { kind: 'grade', grade, featured }, note)
    },
  }),
  verdict('feature', 'Show it to everybody, once; it may be graded before or after'),
  verdict('reject', 'Say that it does not count'),
]

function verdict(kind: 'feature' | 'reject', summary: string): Operation {
  return operation({
    method: 'POST',
    path: `/contributions/:id/${kind}`,
    summary,
    body: VerdictBody,
    answers: { 200: ContributionAnswer },
    handle: (asked) => judgeInTurn(asked, { kind }, asked.body.note),
  })
}

async function add({ c, deps, body }: Asked<unknown, v.InferOutput<typeof ContributionBody>>): Promise<Response> {
  const { contact_id: asked, ...given } = body
  const contact = await findContact(deps.db, asked)
  if (!contact) return problem(c, 404, 'no such contact')
  const done = await command({ c, deps }, contact.id, { kind: 'add contribution', given: present(given) })
  if (done?.kind === 'refused')
    return problem(c, 400, 'the request is wrong', [{ path: 'text', message: done.message }])
  const made = done?.contributionId === undefined ? undefined : await findContribution(deps.db, done.contributionId)
  return made ? c.json(contributionJson(made), 201) : problem(c, 404, 'no such contact')
}

async function judgeInTurn(asked: Asked, given: Verdict, note: string | undefined): Promise<Response> {
  const found = await findContribution(asked.deps.db, asked.id)
  if (!found) return problem(asked.c, 404)
  return oneByOne(`seen ${found.subjectId}`, () => judge(asked, given, note))
}

/** What it is now is known of one version of the contact, and only that one is changed. */
async function judge({ c, deps, id }: Asked, given: Verdict, note: string | undefined): Promise<Response> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const found = await findContribution(deps.db, id)
    if (!found) return problem(c, 404)
    const { version, rows } = await readAt(deps.db, found.subjectId, contributionById(id))
    const [row] = rows
    if (!row || version === undefined) continue
    const judging = { contribution: toContribution(row), verdict: given, by: c.var.caller.id, note: note ?? null }
    const done = await command({ c, deps }, found.subjectId, { kind: 'judge contribution', ...judging, seen: version })
    if (done?.kind === 'refused' && done.code === 'stale') continue
    if (!done || done.kind === 'refused') return problem(c, 409, done?.message)
    const judged = await findContribution(deps.db, id)
    return judged ? c.json(contributionJson(judged)) : problem(c, 404)
  }
  return problem(c, 409, 'the contact changes too often')
}

function command({ c, deps }: Pick<Asked, 'c' | 'deps'>, subjectId: string, asked: Command) {
  return handleCommand(deps, { who: { subjectId }, events: [], results: [], commands: [asked] }, later(c))
}

/** Without what was not given. */
function present<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}

function contributionJson(one: Contribution): v.InferOutput<typeof ContributionAnswer> {
  const { id, kind, title, text, url, status, grade, note } = one
  return {
    ...{ id, contact_id: one.subjectId, kind, title, text, url, at: formatIso(one.at), status, grade },
    featured_at: isoOrNull(one.featuredAt),
    decided_at: isoOrNull(one.decidedAt),
    decided_by: one.decidedBy,
    note,
  }
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : formatIso(at)
}
