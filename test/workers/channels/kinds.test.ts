import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { EVENT_DATA, EVENT_TYPES, isEventType, isTypeName } from '../../../schema/event.ts'
import { findKind, kinds } from '../../../workers/channels/kinds.ts'

describe('kinds', () => {
  it.each(Object.entries(kinds))('%s is called by its name and described', (name, kind) => {
    expect(findKind(name)).toBe(kind)
    expect(kind.name).toBe(name)
    expect(Object.values(kind.title).every((title) => title.length > 0)).toBe(true)
    for (const shape of [kind.config, kind.secrets]) {
      expect(toJsonSchema(shape, { ignoreActions: ['check'] })).toMatchObject({
        type: 'object',
        additionalProperties: false,
      })
    }
  })

  it.each(['', 'constructor', '__proto__', 'Slack'])('there is no kind %j', (name) =>
    expect(findKind(name)).toBeUndefined(),
  )
})

describe('event types', () => {
  it.each([
    ['member.joined', true],
    ['contact.tier_changed', true],
    ['custom.slack.channel_rename', true],
    ['custom.a-b_c.1', true],
    [`custom.${'a'.repeat(93)}`, true],
    [`custom.${'a'.repeat(94)}`, false],
    ['custom.', false],
    ['custom.Upper', false],
    ['member.join', false],
    ['com.example.paid', false],
  ])('%s is ours: %s', (text, expected) => expect(isEventType(text)).toBe(expected))

  it.each([
    ['com.example.Order/paid:v1', true],
    ['x'.repeat(200), true],
    ['x'.repeat(201), false],
    ['', false],
    ['a b', false],
    ['ü', false],
  ])('%s may come in: %s', (text, expected) => expect(isTypeName(text)).toBe(expected))

  it.each(EVENT_TYPES)('%s has a shape that JSON Schema can say', (type) => {
    expect(isEventType(type)).toBe(true)
    expect(toJsonSchema(EVENT_DATA[type])).toMatchObject({ type: 'object' })
  })

  it.each([
    ['message.received', { text: 'hi', anything: [1] }, true],
    ['message.received', {}, false],
    ['order.paid', { amount: 12.5, currency: 'EUR' }, true],
    ['order.paid', { amount: '12.5' }, false],
    ['member.joined', {}, true],
  ] as const)('%s with %j: %s', (type, data, valid) => expect(v.is(EVENT_DATA[type], data)).toBe(valid))
})
