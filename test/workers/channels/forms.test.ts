import { describe, expect, it } from 'vitest'
import { parseFormBody } from '../../../workers/channels/form-body.ts'
import type { Received } from '../../../workers/channels/kind.ts'
import { channel, NOW_MS } from './requests.ts'
import { request, set, stripe } from './signed-samples.ts'

const names = Object.keys(set)

describe('the recorded sample of each kind', () => {
  it.each([
    ['typeform', 'form.submitted', 'm-1024', { 'Your name': 'Lin Wei', 'What do you like?': ['Events', 'News'] }],
    ['tally', 'form.submitted', 'lin.wei@example.com', { 姓名: '林薇', Interests: ['Events', 'Coupons'] }],
    [
      'jotform',
      'form.submitted',
      'lin.wei@example.com',
      { email: 'lin.wei@example.com', interests: ['Events', 'News'] },
    ],
    ['google-forms', 'form.submitted', 'lin.wei@example.com', { 手机: '13800000000' }],
    ['jinshuju', 'form.submitted', undefined, { field_1: '林薇', field_4: ['线下活动', '优惠券'] }],
    ['wufoo', 'form.submitted', 'lin.wei@example.com', { Name: { First: 'Lin', Last: 'Wei' }, Interests: ['Events'] }],
    ['tencent-survey', 'form.submitted', 'r-77', { 您的手机号: '13800000000', 您喜欢什么: ['线下活动'] }],
  ])('of %s is %s with answers by question', async (name, type, id, answers) => {
    const [event] = eventsOf(await receive(name))
    expect(event).toMatchObject({
      type,
      data: { form_id: expect.any(String), response_id: expect.any(String), answers },
    })
    expect(event?.user?.id).toBe(id)
  })

  it.each([
    ['github', 'custom.github.star', '4096'],
    ['stripe', 'order.paid', 'm-1024'],
    ['hmac', 'custom.webhook', undefined],
    ['bearer', 'custom.webhook', undefined],
    ['standard-webhooks', 'user.created', 'm-1024'],
  ])('of %s is %s', async (name, type, id) => {
    const [event] = eventsOf(await receive(name))
    expect(event?.type).toBe(type)
    expect(event?.user?.id).toBe(id)
  })

  it.each(names)('of %s has the same id when it is delivered again', async (name) => {
    const ids = [await receive(name), await receive(name)].map((received) => eventsOf(received)[0]?.id)
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).toBeTruthy()
  })
})

describe('whoever signs nothing, or wrongly', () => {
  it.each(names)('is refused by %s', async (name) => {
    const { kind, inbound } = await request(name)
    const secrets = Object.fromEntries(Object.keys(set[name]?.secrets ?? {}).map((key) => [key, 'whsec_b3RoZXI=']))
    for (const wrong of [secrets, {}, Object.fromEntries(Object.keys(secrets).map((key) => [key, '']))]) {
      if (name === 'tally' && !('signing_secret' in wrong)) continue
      const received = await kind.receive(
        inbound,
        channel(name, { config: set[name]?.config ?? {}, secrets: wrong }),
        NOW_MS,
      )
      expect(received.kind).toBe('forged')
    }
  })

  it.each(names)('is taken by %s under either of two secrets', async (name) => {
    const { kind, inbound } = await request(name)
    const secrets = Object.fromEntries(
      Object.entries(set[name]?.secrets ?? {}).map(([key, value]) => [key, ['whsec_b3RoZXI=', String(value)]]),
    )
    const received = await kind.receive(inbound, channel(name, { config: set[name]?.config ?? {}, secrets }), NOW_MS)
    expect(received.kind).toBe('events')
  })

  it.each(names.filter((name) => set[name]?.sign && name !== 'bearer'))(
    'is refused by %s when a byte was added',
    async (name) => {
      const { kind, inbound } = await request(name)
      const body = new Uint8Array([...inbound.body, 0x20])
      expect((await kind.receive({ ...inbound, body }, ours(name), NOW_MS)).kind).toBe('forged')
    },
  )

  it.each(['stripe', 'google-forms', 'standard-webhooks'])('is refused by %s after 300 seconds', async (name) => {
    const { kind, inbound } = await request(name)
    for (const [late, expected] of [
      [300_000, 'events'],
      [301_000, 'forged'],
      [-301_000, 'forged'],
    ] as const)
      expect((await kind.receive(inbound, ours(name), NOW_MS + late)).kind).toBe(expected)
  })
})

describe('hostile bodies', () => {
  const bodies = ['', '{', 'null', '[]', '{}', '"x"', '{"__proto__":{}}', '['.repeat(70), '\u0000', '{"data":{"fields":[null,1]}}',
    '{"form_response":{"answers":[null,{"field":7}]},"event_type":"form_response","event_id":1}',
    '{"form":"a","entry":{"serial_number":{}}}', '{"id":"1","object":"Answer","action":"answer.create","payload":{"answer":[1,{"questions":3}]}}'] // biome-ignore format: one table
  it.each(names)('are no accident to %s', async (name) => {
    for (const body of bodies) {
      const received = await receive(name, { body })
      expect(['events', 'challenge', 'unreadable', 'forged']).toContain(received.kind)
    }
  })

  it.each([
    [
      'multipart without an end',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
    ],
    ['multipart without a boundary', 'multipart/form-data', 'a'],
    [
      'three thousand parts',
      'multipart/form-data; boundary=b',
      `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(3000)}--b--\r\n`,
    ],
    ['another type', 'application/json', '{}'],
    ['broken JSON inside', 'application/x-www-form-urlencoded', 'submissionID=1&rawRequest=%7B'],
    ['a forbidden name', 'application/x-www-form-urlencoded', 'submissionID=1&__proto__=2'],
  ])('of Jotform are unreadable: %s', async (_what, type, body) => {
    expect(await receive('jotform', { body, headers: { 'content-type': type } })).toMatchObject({ kind: 'unreadable' })
  })
})

it.each([
  [2000, 'fields'],
  [2001, 'unreadable'],
])('a form of %d fields is %s', async (count, kind) => {
  const body = new TextEncoder().encode(Array.from({ length: count }, (_, i) => `f${i}=x`).join('&'))
  expect((await parseFormBody(body, 'application/x-www-form-urlencoded')).kind).toBe(kind)
})

describe('forms', () => {
  it('never keep Wufoo’s handshake key', async () => {
    expect(JSON.stringify(await receive('wufoo'))).not.toContain('the key as it was')
  })

  it('take Wufoo without its structures, by the names of the fields', async () => {
    const body = 'Field1=Ada&EntryId=7&HandshakeKey=the+key+as+it+was'
    const [event] = eventsOf(await receive('wufoo', { body }))
    expect(event).toMatchObject({ data: { response_id: '7', answers: { Field1: 'Ada' } } })
  })

  it('keep a Jotform id beyond 2^53 as text', async () => {
    expect(eventsOf(await receive('jotform'))[0]).toMatchObject({ id: '6123456789012345678' })
  })

  it('count an edited entry of 金数据 as another event that says so', async () => {
    const entry = { serial_number: 1, created_at: '2026-01-05T08:00:00Z', updated_at: '2026-01-05T08:30:00Z' }
    const [edited] = eventsOf(await receive('jinshuju', { body: { form: 'f', entry } }))
    const [first] = eventsOf(
      await receive('jinshuju', { body: { form: 'f', entry: { ...entry, updated_at: entry.created_at } } }),
    )
    expect(edited).toMatchObject({ type: 'form.submitted', data: { edited: true } })
    expect(first?.data).not.toHaveProperty('edited')
    expect(edited?.id).not.toBe(first?.id)
  })

  it.each([
    [
      'typeform',
      { event_id: 'e', event_type: 'form_response_partial', form_response: { token: 't' } },
      'custom.typeform.form_response_partial',
    ],
    ['tally', { eventId: 'e', eventType: 'FORM_VIEWED', data: {} }, 'custom.tally.form_viewed'],
    [
      'tencent-survey',
      { id: 'e', object: 'Answer', action: 'answer.delete', payload: {} },
      'custom.tencent-survey.answer.delete',
    ],
  ])('keep other events of %s', async (name, body, type) => {
    expect(eventsOf(await receive(name, { body }))[0]).toMatchObject({ id: 'e', type })
  })

  it('answer the test that Tencent sends on saving, and keep nothing', async () => {
    for (const body of ['', '{}', '{"object":"Test"}'])
      expect(await receive('tencent-survey', { body })).toEqual({ kind: 'challenge', reply: { status: 200 } })
  })

  it('take Tally unsigned when no signing secret is set', async () => {
    const { kind, inbound } = await request('tally')
    expect((await kind.receive(inbound, channel('tally'), NOW_MS)).kind).toBe('events')
  })

  it('keep two answers to questions of the same words, and none that could hurt', async () => {
    const answers = { a: 1 }
    const fields = ['Name', 'Name', '__proto__'].map((label, n) => ({
      key: `k${n}`,
      label,
      type: 'INPUT_TEXT',
      value: `v${n}`,
    }))
    const body = { eventId: 'e', eventType: 'FORM_RESPONSE', data: { formId: 'f', responseId: 'r', fields } }
    const [event] = eventsOf(await receive('tally', { body }))
    expect(event?.data.answers).toEqual({ Name: 'v0', 'Name (2)': 'v1', __proto___: 'v2' })
    expect(Object.getPrototypeOf(event?.data.answers)).toBe(Object.getPrototypeOf(answers))
  })

  it('keep every one of thousands of answers to questions of the same words', async () => {
    const fields = Array.from({ length: 12_000 }, (_, n) => ({
      key: `k${n}`,
      label: 'Q',
      type: 'INPUT_TEXT',
      value: `v${n}`,
    }))
    const body = { eventId: 'e', eventType: 'FORM_RESPONSE', data: { formId: 'f', responseId: 'r', fields } }
    const [event] = eventsOf(await receive('tally', { body }))
    const answers = event?.data.answers as Record<string, string>
    expect(Object.keys(answers)).toHaveLength(12_000)
    expect(answers['Q (12000)']).toBe('v11999')
  })

  it('go by the operator’s mapping first', async () => {
    const map = {
      user_id: 'body.form_response.token',
      phone: '"+86 138"',
      type: '"custom.survey"',
      time: '"1767600000"',
    }
    const { kind, inbound } = await request('typeform')
    const [event] = eventsOf(await kind.receive(inbound, { ...ours('typeform'), config: { map } }, NOW_MS))
    expect(event).toMatchObject({
      type: 'custom.survey',
      atMs: 1767600000_000,
      user: { id: '5f0e8e1f3f9b4d6f8f6c0a7f4bd2c911', phone: '+86 138', email: 'lin.wei@example.com' },
    })
  })

  it('see the answers of Jotform both ways in the mapping', async () => {
    for (const name of ['body.q4_email', 'body.rawRequest.q4_email']) {
      const { kind, inbound } = await request('jotform')
      const [event] = eventsOf(
        await kind.receive(inbound, { ...ours('jotform'), config: { map: { user_id: name } } }, NOW_MS),
      )
      expect(event?.user?.id).toBe('lin.wei@example.com')
    }
  })
})

describe('Stripe', () => {
  it.each([
    [
      'an unpaid session',
      'checkout.session.completed',
      { payment_status: 'unpaid', amount_total: 5, currency: 'eur' },
      'custom.stripe.checkout.session.completed',
      {},
    ],
    [
      'yen, which have no hundredths',
      'checkout.session.completed',
      { payment_status: 'paid', amount_total: 500, currency: 'jpy' },
      'order.paid',
      { amount: 500, currency: 'JPY' },
    ],
    ['an invoice', 'invoice.paid', { amount_paid: 5 }, 'custom.stripe.invoice.paid', {}],
    [
      'a second refund',
      'charge.refunded',
      { amount_refunded: 300, currency: 'usd', payment_intent: 'pi_1' },
      'order.refunded',
      { amount: 2, order_id: 'pi_1' },
    ],
  ])('tells %s', async (_what, type, object, expected, data) => {
    const body = {
      id: 'evt_1',
      type,
      created: 1767603521,
      data: { object, previous_attributes: { amount_refunded: 100 } },
    }
    expect(eventsOf(await receive('stripe', { body }))[0]).toMatchObject({ id: 'evt_1', type: expected, data })
  })

  it('matches any of several signatures, and no v0', async () => {
    const { kind, inbound } = await request('stripe')
    const { 'stripe-signature': good } = await stripe(inbound.body)
    for (const [header, expected] of [
      [good.replace('v1=', `v1=${'0'.repeat(64)},v1=`), 'events'],
      [good.replace('v1=', 'v0='), 'forged'],
      ['t,v1=,v0', 'forged'],
      [good.replace(/t=\d+/, 't=NaN'), 'forged'],
    ] as const) {
      const headers = new Headers({ 'stripe-signature': header })
      expect((await kind.receive({ ...inbound, headers }, ours('stripe'), NOW_MS)).kind).toBe(expected)
    }
  })
})

function ours(name: string) {
  return channel(name, { config: set[name]?.config ?? {}, secrets: set[name]?.secrets ?? {} })
}

async function receive(name: string, given: Parameters<typeof request>[1] = {}): Promise<Received> {
  const { kind, inbound } = await request(name, given)
  return kind.receive(inbound, ours(name), NOW_MS)
}

function eventsOf(received: Received) {
  if (received.kind !== 'events') throw new Error(`${received.kind}: ${'why' in received ? received.why : ''}`)
  return received.events
}
