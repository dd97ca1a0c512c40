import { ConsentCategory } from '../../../../schema/consent.ts'
import { STAGES } from '../../../../schema/members.ts'
import type { List } from '../../api.ts'
import { stageChoices } from '../../parts/status.tsx'
import type { Choice } from '../../parts/tabs.tsx'
import type { Visit } from '../../site.ts'
import { local, words } from '../../words.ts'

const say = words({
  all: ['every message', '所有消息'],
  transactional: ['transactional messages', '事务类消息'],
  lifecycle: ['lifecycle messages', '生命周期消息'],
  promotional: ['promotional messages', '营销消息'],
})

type Thing = { id: string; name?: unknown }
type Settings = { tiers?: { levels?: readonly Thing[] }; roles?: Readonly<Record<string, unknown>> }

/** What a community has for the fields that are chosen from: its tiers, badges, channels, roles and segments. */
export async function choicesOf(visit: Visit, except: string | undefined): Promise<Record<string, Choice[]>> {
  const [settings, badges, channels, segments] = await Promise.all([
    visit.api.get<Settings>('/settings'),
    thingsOf(visit, '/badges'),
    thingsOf(visit, '/channels'),
    thingsOf(visit, '/segments'),
  ])
  const { tiers, roles } = settings.kind === 'ok' ? settings.body : {}
  const w = say(visit.locale)
  const titled = (things: readonly Thing[]): Choice[] =>
    things.map(({ id, name }) => [id, local(name, visit.locale) || id])
  return {
    stage: stageChoices(visit, STAGES),
    tier: titled(tiers?.levels ?? []),
    roles: Object.keys(roles ?? {}).map((role) => [role, role]),
    badges: titled(badges),
    channel: titled(channels),
    segment: titled(segments).filter(([id]) => id !== except),
    consents: ConsentCategory.options.map((one) => [one, w[one]]),
  }
}

async function thingsOf(visit: Visit, path: string): Promise<Thing[]> {
  const found = await visit.api.get<List<Thing>>(path, { limit: 200 })
  return found.kind === 'ok' ? found.body.items : []
}
