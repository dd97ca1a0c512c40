import { describe, expect, it } from 'vitest'
import { mapFields } from '../../../workers/channels/field-map.ts'
import { findKind } from '../../../workers/channels/kinds.ts'
import { proposeMap } from '../../../workers/channels/propose-map.ts'
import { readSample } from '../../../workers/channels/read-sample.ts'

function best(sample: unknown) {
  const proposals = proposeMap(sample as Parameters<typeof proposeMap>[0])
  return (field: string) => proposals.find((one) => one.field === field)
}

describe('a mapping is proposed', () => {
  it.each([
    ['by names', { user: { id: 7, name: 'Ada', email: 'a@b.cd' } }, { user_id: '7', name: 'Ada', email: 'a@b.cd' }],
    [
      'by other names',
      { customer: { customer_id: 'c1', nickname: '林', mobile: '13800000000' } },
      { user_id: 'c1', name: '林', phone: '13800000000' },
    ],
    [
      'by Chinese names',
      { 姓名: '王芳', 手机号: '+86 138 0000 0000', 邮箱: 'w@b.cn', 会员号: 'M1' },
      { name: '王芳', phone: '+86 138 0000 0000', email: 'w@b.cn', user_id: 'M1' },
    ],
    [
      'by values alone',
      { entry: { field_1: '王芳', field_2: '13800000000', field_3: 'w@b.cn' } },
      { name: '王芳', phone: '13800000000', email: 'w@b.cn' },
    ],
    ['from first and last name', { data: { first_name: 'Ada', last_name: 'Lovelace' } }, { name: 'Ada Lovelace' }],
    [
      'from keys that need brackets',
      { 'E-mail address': 'a@b.cd', in: { 'user-id': 'u"1' } },
      { email: 'a@b.cd', user_id: 'u"1' },
    ],
    [
      'with what the event is',
      { event: 'order_paid', event_id: 'e-1', created_at: '2026-01-05T09:00:00Z' },
      { type: 'custom.order_paid', id: 'e-1', time: '2026-01-05T09:00:00Z' },
    ],
    ['with a type of ours', { type: 'order.paid' }, { type: 'order.paid' }],
    ['with a language', { lang: 'zh-CN', user: { id: 'a' } }, { locale: 'zh-CN' }],
  ])('%s', (_how, sample, expected) => {
    const of = best(sample)
    const found = Object.fromEntries(Object.keys(expected).map((field) => [field, of(field)?.value]))
    expect(found).toEqual(expected)
  })

  it('finds an answer by its question, wherever it stands', () => {
    const fields = [
      { label: '公司', value: 'Acme' },
      { label: '您的邮箱', value: 'w@b.cn' },
    ]
    const email = best({ data: { fields } })('email')
    expect(email).toMatchObject({ value: 'w@b.cn', reason: { 'zh-CN': expect.stringContaining('您的邮箱') } })
    const moved = { data: { fields: [...fields].reverse() } }
    expect(mapFields({ email: email?.expression ?? '' }, moved).email).toBe('w@b.cn')
  })

  it('prefers who it is about to who runs the shop', () => {
    const sample = { creator: { email: 'boss@b.cd' }, owner_email: 'boss@b.cd', contact: { email: 'a@b.cd' } }
    expect(best(sample)('email')?.value).toBe('a@b.cd')
  })

  it.each([[{}], [null], ['text'], [{ a: { b: [1, 'x'] } }], [{ email: 'not one', phone: 'none', name: '' }]])(
    'of nothing where there is nothing: %j',
    (sample) => {
      const fields = proposeMap(sample as Parameters<typeof proposeMap>[0]).map(({ field }) => field)
      expect(fields).not.toContain('email')
      expect(fields).not.toContain('phone')
    },
  )

  it.each(['typeform', 'tally', 'jotform', 'google-forms', 'wufoo', 'hmac', 'bearer', 'standard-webhooks', 'stripe'])(
    'from the sample of %s',
    async (name) => {
      const { body = '', headers = {} } = findKind(name)?.sample ?? {}
      const of = best(await readSample(body, headers['content-type'] ?? null))
      const email = of('email')
      if (name === 'hmac') expect(of('phone')?.value).toBe('13800000000')
      else expect(email?.value).toBe('lin.wei@example.com')
      expect((email ?? of('phone'))?.confidence).toBeGreaterThan(0.6)
    },
  )

  it('never takes long over a hostile sample', () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`email${n}`, `a${n}@b.cd`]))
    expect(proposeMap(wide).length).toBeLessThanOrEqual(24)
  })
})
