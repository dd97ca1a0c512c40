import type * as v from 'valibot'
import { ItemAnswer, ItemBody, NewItemBody } from '../../../schema/api/items.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { deleteItem, findItem, type Item, listItems, saveItem } from '../../store/items.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

export const items = [
  operation({
    method: 'GET',
    path: '/items',
    summary: 'What points can be redeemed for',
    query: PageQuery,
    answers: { 200: pageOf(ItemAnswer) },
    handle: async ({ c, deps, page }) =>
      c.json(pageAnswer(await listItems(deps.db, textAt(page, 0), page.limit), page, itemJson, ({ id }) => [id])),
  }),
  operation({
    method: 'GET',
    path: '/items/:id',
    summary: 'One item, with what is left of it',
    answers: { 200: ItemAnswer },
    handle: async ({ c, deps, id }) => {
      const item = await findItem(deps.db, id)
      return item ? c.json(itemJson(item)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/items',
    summary: 'Put something on the shelf',
    body: NewItemBody,
    answers: { 201: ItemAnswer },
    handle: async ({ c, deps, body: { per_member: perMember, stock, ...item } }) => {
      if (await findItem(deps.db, item.id)) return problem(c, 409, 'there is such an item')
      await saveItem(deps.db, {
        ...item,
        perMember,
        createdAt: deps.clock.now(),
        ...(stock !== undefined && { stock }),
      })
      const saved = await findItem(deps.db, item.id)
      return saved ? c.json(itemJson(saved), 201) : problem(c, 404)
    },
  }),
  operation({
    method: 'PUT',
    path: '/items/:id',
    summary: 'Put something on the shelf, or change it; `stock` is how many are left from now on',
    body: ItemBody,
    answers: { 200: ItemAnswer },
    handle: async ({ c, deps, id, body: { per_member: perMember, stock, ...item } }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      await saveItem(deps.db, {
        id,
        ...item,
        perMember,
        createdAt: deps.clock.now(),
        ...(stock !== undefined && { stock }),
      })
      const saved = await findItem(deps.db, id)
      return saved ? c.json(itemJson(saved)) : problem(c, 404)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/items/:id',
    summary: 'Take an item away. What was redeemed stays in the ledger',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteItem(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
]

function itemJson(item: Item): v.InferOutput<typeof ItemAnswer> {
  const { id, name, points, stock, redeemed, perMember, createdAt } = item
  return { id, name, points, stock, redeemed, per_member: perMember, created_at: formatIso(createdAt) }
}
