import type * as v from 'valibot'
import { BadgeAnswer, BadgeBody, NewBadgeBody } from '../../../schema/api/badges.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { readRule } from '../../../workflows/engine/tiers.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { type Badge, deleteBadge, findBadge, listBadges, saveBadge } from '../../store/badges.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

export const badges = [
  operation({
    method: 'GET',
    path: '/badges',
    summary: 'Badges that members can have',
    query: PageQuery,
    answers: { 200: pageOf(BadgeAnswer) },
    handle: async ({ c, deps, page }) =>
      c.json(pageAnswer(await listBadges(deps.db, textAt(page, 0), page.limit), page, badgeJson, ({ id }) => [id])),
  }),
  operation({
    method: 'GET',
    path: '/badges/:id',
    summary: 'One badge',
    answers: { 200: BadgeAnswer },
    handle: async ({ c, deps, id }) => {
      const badge = await findBadge(deps.db, id)
      return badge ? c.json(badgeJson(badge)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/badges',
    summary: 'Make a badge',
    body: NewBadgeBody,
    answers: { 201: BadgeAnswer },
    handle: async ({ c, deps, body }) => {
      const refused = ruleProblem(c, body.rule)
      if (refused) return refused
      if (await findBadge(deps.db, body.id)) return problem(c, 409, 'there is such a badge')
      const badge = { ...body, createdAt: deps.clock.now() }
      await saveBadge(deps.db, badge)
      return c.json(badgeJson(badge), 201)
    },
  }),
  operation({
    method: 'PUT',
    path: '/badges/:id',
    summary: 'Make a badge, or change it',
    body: BadgeBody,
    answers: { 200: BadgeAnswer },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id) ?? ruleProblem(c, body.rule)
      if (refused) return refused
      const there = await findBadge(deps.db, id)
      const badge = { id, ...body, createdAt: there?.createdAt ?? deps.clock.now() }
      await saveBadge(deps.db, badge)
      return c.json(badgeJson(badge))
    },
  }),
  operation({
    method: 'DELETE',
    path: '/badges/:id',
    summary: 'Delete a badge. Who has it keeps it',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteBadge(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
]

function ruleProblem(c: C, rule: string | null): Response | undefined {
  const read = rule === null ? undefined : readRule(rule)
  if (read?.kind !== 'problem') return undefined
  const { message, line, column } = read.problem
  return problem(c, 400, 'the rule is not right', [{ path: 'rule', message, line, column }])
}

function badgeJson({ id, name, description, rule, createdAt }: Badge): v.InferOutput<typeof BadgeAnswer> {
  return { id, name, description, rule, created_at: formatIso(createdAt) }
}
