import type * as v from 'valibot'
import type { ChannelKindAnswer } from '../../../../schema/api/channels.ts'
import type { List } from '../../api.ts'
import type { Visit } from '../../site.ts'

export type Kind = v.InferOutput<typeof ChannelKindAnswer>

/** Every kind of channel there is, by its name. */
export async function kindsOf({ api }: Visit): Promise<ReadonlyMap<string, Kind>> {
  const answer = await api.get<List<Kind>>('/channels/kinds')
  return new Map(answer.kind === 'ok' ? answer.body.items.map((kind) => [kind.kind, kind]) : [])
}
