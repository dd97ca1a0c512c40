import type * as v from 'valibot'
import { NowAnswer, NowQuery, RotaAnswer } from '../../../schema/api/alerts.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { Rota } from '../../../schema/rota.ts'
import { nextChange, onCall } from '../../../workflows/engine/alerts/on-call.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { deleteRota, findRota, type KnownRota, listRotas, saveRota } from '../../store/rotas.ts'
import { problem } from '../problem.ts'
import { type Asked, operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

export const rotas = [
  operation({
    method: 'GET',
    path: '/rotas',
    summary: 'Who is on call when',
    query: PageQuery,
    answers: { 200: pageOf(RotaAnswer) },
    handle: async ({ c, deps, page }) =>
      c.json(pageAnswer(await listRotas(deps.db, textAt(page, 0), page.limit), page, rotaJson, ({ id }) => [id])),
  }),
  operation({
    method: 'GET',
    path: '/rotas/:id',
    summary: 'One rota',
    answers: { 200: RotaAnswer },
    handle: async ({ c, deps, id }) => {
      const rota = await findRota(deps.db, id)
      return rota ? c.json(rotaJson(rota)) : problem(c, 404)
    },
  }),
  operation({
    method: 'PUT',
    path: '/rotas/:id',
    summary: 'Make a rota, or change it; pages that come after follow it at once',
    body: Rota,
    answers: { 200: RotaAnswer },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      const createdAt = (await findRota(deps.db, id))?.createdAt ?? deps.clock.now()
      await saveRota(deps.db, { id, rota: body, createdAt })
      return c.json(rotaJson({ id, rota: body, createdAt }))
    },
  }),
  operation({
    method: 'DELETE',
    path: '/rotas/:id',
    summary: 'Take a rota away',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteRota(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
  operation({
    method: 'GET',
    path: '/rotas/:id/now',
    summary: 'Who is on call, line by line: now, or at another instant',
    query: NowQuery,
    answers: { 200: NowAnswer },
    handle: now,
  }),
]

async function now({ c, deps, id, query }: Asked<v.InferOutput<typeof NowQuery>>): Promise<Response> {
  const known = await findRota(deps.db, id)
  if (!known) return problem(c, 404)
  const { rota } = known
  const at = query.at === undefined ? deps.clock.now() : Date.parse(query.at)
  const until = nextChange(rota, at)
  const lines = onCall(rota, at).map((people, i) => ({
    line: i + 1,
    name: rota.lines[i]?.name ?? null,
    people: people.map((person) => ({ person, ...rota.people[person] })),
  }))
  return c.json({ at: formatIso(at), until: until === undefined ? null : formatIso(until), lines })
}

function rotaJson({ id, rota, createdAt }: KnownRota): v.InferOutput<typeof RotaAnswer> {
  return { id, ...rota, created_at: formatIso(createdAt) }
}
