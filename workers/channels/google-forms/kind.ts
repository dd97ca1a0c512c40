import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { webhookSecret } from '../standard-webhooks/secret.ts'
import { guide } from './guide.ts'
import { answersIn, receive } from './receive.ts'

export const googleForms: ChannelKind = {
  name: 'google-forms',
  title: { en: 'Google Forms', 'zh-CN': 'Google 表单' },
  guide,
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({ secret: webhookSecret }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample: {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      formId: '1FAIpQLSdSampleSample',
      formName: 'Membership',
      responseId: '2_ABaOnudSample',
      submittedAt: '2026-01-05T08:58:41.000Z',
      respondentEmail: 'lin.wei@example.com',
      answers: { 'Your name': 'Lin Wei', Interests: ['Events', 'News'], 手机: '13800000000' },
    }),
  },
}
