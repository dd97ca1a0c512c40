import { discord } from './discord/kind.ts'
import { feishu } from './feishu/kind.ts'
import type { ChannelKind } from './kind.ts'
import { sandbox } from './sandbox/kind.ts'
import { slack } from './slack/kind.ts'
import { standardWebhooks } from './standard-webhooks/kind.ts'

/** Every kind of channel there is, by its name. */
export const kinds: Readonly<Record<string, ChannelKind>> = {
  sandbox,
  discord,
  feishu,
  slack,
  'standard-webhooks': standardWebhooks,
}

export function findKind(name: string): ChannelKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined
}
