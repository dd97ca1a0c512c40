import { describe, expect, it } from 'vitest'
import { DEPTH_MAX, parseJsonBody, parseJsonText } from '../../../workers/channels/json-body.ts'
import { concatBytes } from '../../../workers/channels/signature.ts'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('a body is read', () => {
  it.each([
    ['an object', '{"a":[1,2.5,"x",null,true]}', { a: [1, 2.5, 'x', null, true] }],
    ['the greatest depth', nested(DEPTH_MAX), JSON.parse(nested(DEPTH_MAX))],
    ['brackets inside texts', `{"a":"${'['.repeat(100)}\\"{"}`, { a: `${'['.repeat(100)}"{` }],
    ['many siblings', `[${'[],'.repeat(200)}[]]`, JSON.parse(`[${'[],'.repeat(200)}[]]`)],
    [
      'an id beyond 2^53, as text',
      '{"id":12345678901234567890,"n":9007199254740991}',
      { id: '12345678901234567890', n: 9007199254740991 },
    ],
    ['long digits inside a text', '{"id":"12345678901234567890"}', { id: '12345678901234567890' }],
    ['a forbidden word as a value', '{"a":"__proto__"}', { a: '__proto__' }],
  ])('with %s', (_case, text, value) => expect(parseJsonText(text)).toEqual({ kind: 'json', value }))

  it('as UTF-8', () => {
    expect(parseJsonBody(concatBytes('{"name":"王芳"}'))).toEqual({ kind: 'json', value: { name: '王芳' } })
  })
})

describe('a body is refused', () => {
  it.each([
    ['empty', '', 'not JSON'],
    ['truncated', '{"a":', 'not JSON'],
    ['one level too deep', nested(DEPTH_MAX + 1), 'nested deeper'],
    ['deep enough to break a parser', '['.repeat(500_000), 'nested deeper'],
    ['deep objects', '{"a":'.repeat(65), 'nested deeper'],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}', '"__proto__"'],
    ['__proto__ written with escapes', '{"\\u005f_proto__":1}', '"__proto__"'],
    ['constructor', '{"constructor":{"prototype":{}}}', '"constructor"'],
    ['prototype inside a list', '[[{"prototype":1}]]', '"prototype"'],
    ['two values', '{} {}', 'not JSON'],
    ['too deep behind a quote in a text', `["\\"", ${nested(DEPTH_MAX)}]`, 'nested deeper'],
  ])('when it is %s', (_case, text, why) => {
    expect(parseJsonText(text)).toEqual({ kind: 'unreadable', why: expect.stringContaining(why) })
  })

  it('when it is not UTF-8', () => {
    expect(parseJsonBody(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({
      kind: 'unreadable',
      why: 'the body is not UTF-8',
    })
  })
})
