import * as v from 'valibot'
import { ChannelAnswer, ChannelBody, ChannelKindAnswer } from '../../../schema/api/channels.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { Slug } from '../../../schema/text.ts'
import { capabilitiesOf, limitsOf } from '../../channels/capabilities.ts'
import { kinds } from '../../channels/kinds.ts'
import { jsonSchema } from '../../json-schema.ts'
import { deleteChannel, findChannel, listChannels, saveChannel } from '../../store/channels.ts'
import { problem } from '../problem.ts'
import { checkChannel } from './channel-check.ts'
import { channelJson } from './channel-json.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

/** Ids that are words of the API. */
const RESERVED: ReadonlySet<string> = new Set(['kinds'])

export const channels = [
  operation({
    method: 'GET',
    path: '/channels',
    summary: 'The channels that are set up',
    query: PageQuery,
    answers: { 200: pageOf(ChannelAnswer) },
    handle: async ({ c, deps, page }) => {
      const rows = await listChannels(deps.db, textAt(page, 0), page.limit)
      const shown = await Promise.all(rows.map((row) => channelJson(c.var.house.vault, row, c.var.caller)))
      return c.json(
        pageAnswer(
          shown,
          page,
          (channel) => channel,
          (channel) => [channel.id],
        ),
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/channels/kinds',
    summary: 'Every kind of channel, with JSON Schemas of its settings',
    answers: { 200: pageOf(ChannelKindAnswer) },
    handle: ({ c }) => c.json({ items: Object.values(kinds).map(kindJson), next_cursor: null }),
  }),
  operation({
    method: 'GET',
    path: '/channels/:id',
    summary: 'One channel',
    answers: { 200: ChannelAnswer },
    handle: async ({ c, deps, id }) => {
      const row = await findChannel(deps.db, id)
      return row ? c.json(await channelJson(c.var.house.vault, row, c.var.caller)) : problem(c, 404)
    },
  }),
  operation({
    method: 'PUT',
    path: '/channels/:id',
    summary: 'Set up a channel, or change it. In development api_base may be a loopback address',
    body: ChannelBody,
    secret: true,
    answers: { 200: ChannelAnswer, 201: ChannelAnswer },
    handle: async ({ c, deps, id, body }) => {
      if (!v.is(Slug, id) || RESERVED.has(id))
        return problem(c, 400, 'not an id for a channel', [
          { path: 'id', message: '1 to 64 of a-z, 0-9 and -, not `kinds`' },
        ])
      const { vault } = c.var.house
      const present = await findChannel(deps.db, id)
      const checked = await checkChannel(vault, body, { present, outgoing: deps.outgoing, caller: c.var.caller })
      if (checked.kind === 'problems') return problem(c, 400, 'the channel is not right', checked.problems)
      const now = deps.clock.now()
      const row = {
        ...checked.channel,
        id,
        name: body.name ?? present?.name ?? id,
        createdAt: present?.createdAt ?? now,
        updatedAt: now,
      }
      await saveChannel(deps.db, row)
      await deps.catalogue.refresh()
      return c.json(await channelJson(vault, row, c.var.caller), present ? 200 : 201)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/channels/:id',
    summary: 'Remove a channel. What is still to be sent through it fails',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      const deleted = await deleteChannel(deps.db, id)
      await deps.catalogue.refresh()
      return deleted ? c.body(null, 204) : problem(c, 404)
    },
  }),
]

function kindJson(kind: (typeof kinds)[string]): v.InferOutput<typeof ChannelKindAnswer> {
  const [config, secrets] = [jsonSchema(kind.config), jsonSchema(kind.secrets)]
  const whole = { id: '', kind: kind.name, name: '', config: filled(config), secrets: filled(secrets) }
  // Through a robot's address less can be shown than as the application.
  const asApp = { ...whole, config: filled(config, /_url$/) }
  return {
    kind: kind.name,
    title: kind.title,
    guide: kind.guide,
    config,
    secrets,
    can_receive: true,
    can_send: kind.sending !== undefined,
    can: kind.sending ? capabilitiesOf(kind.sending, asApp) : null,
    limits: kind.sending
      ? limitsOf(kind.sending, whole).map(({ per, limit, perMs }) => ({ per, limit, per_ms: perMs }))
      : [],
    sample: kind.sample,
  }
}

/** Every setting with something in it: what a kind can do when all of it is set up. */
function filled({ properties = {} }: ReturnType<typeof jsonSchema>, without?: RegExp): Record<string, string> {
  const names = Object.keys(properties as object).filter((name) => !without?.test(name))
  return Object.fromEntries(names.map((name) => [name, 'https://example.com/x']))
}
