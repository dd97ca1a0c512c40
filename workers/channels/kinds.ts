import { bearer } from './bearer/kind.ts'
import { dingtalk } from './dingtalk/kind.ts'
import { discord } from './discord/kind.ts'
import { email } from './email/kind.ts'
import { feishu } from './feishu/kind.ts'
import { github } from './github/kind.ts'
import { googleForms } from './google-forms/kind.ts'
import { hmac } from './hmac/kind.ts'
import { jinshuju } from './jinshuju/kind.ts'
import { jotform } from './jotform/kind.ts'
import type { ChannelKind } from './kind.ts'
import { line } from './line/kind.ts'
import { sandbox } from './sandbox/kind.ts'
import { slack } from './slack/kind.ts'
import { standardWebhooks } from './standard-webhooks/kind.ts'
import { stripe } from './stripe/kind.ts'
import { tally } from './tally/kind.ts'
import { telegram } from './telegram/kind.ts'
import { tencentSurvey } from './tencent-survey/kind.ts'
import { typeform } from './typeform/kind.ts'
import { wechat } from './wechat/kind.ts'
import { wecom } from './wecom/kind.ts'
import { whatsapp } from './whatsapp/kind.ts'
import { wufoo } from './wufoo/kind.ts'

/** Every kind of channel there is, by its name. */
export const kinds: Readonly<Record<string, ChannelKind>> = {
  sandbox,
  discord,
  feishu,
  slack,
  email,
  typeform,
  tally,
  jotform,
  'google-forms': googleForms,
  jinshuju,
  wufoo,
  'tencent-survey': tencentSurvey,
  github,
  stripe,
  hmac,
  bearer,
  wecom,
  telegram,
  line,
  whatsapp,
  wechat,
  dingtalk,
  'standard-webhooks': standardWebhooks,
}

export function findKind(name: string): ChannelKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined
}
