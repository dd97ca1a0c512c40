import { describe, expect, it } from 'vitest'
import {
  concatBytes,
  fromBase64,
  fromHex,
  hmac,
  isAnyOf,
  sameText,
  secondsToMs,
  secretValues,
  sha256,
  signatureIn,
  signedByAny,
  toBase64,
  toHex,
} from '../../../workers/channels/signature.ts'

describe('secrets', () => {
  it.each([
    ['one', { secret: 'a' }, ['a']],
    ['two during rotation', { secret: ['a', 'b'] }, ['a', 'b']],
    ['none when missing', {}, []],
    ['none when empty', { secret: '' }, []],
    ['only the filled one of a list', { secret: ['', 'b'] }, ['b']],
  ])('%s', (_case, secrets, expected) => expect(secretValues(secrets, 'secret')).toEqual(expected))

  it('takes nothing from the prototype', () => expect(secretValues({}, 'constructor')).toEqual([]))
})

describe('comparing', () => {
  it.each([
    ['equal', 'token', 'token', true],
    ['different', 'token', 'tokem', false],
    ['different in length, without throwing', 'token', 'token-longer', false],
    ['empty against something', '', 'token', false],
  ])('%s', async (_case, a, b, expected) => expect(await sameText(a, b)).toBe(expected))

  it('matches any of the values, and nothing when there are none', async () => {
    expect(await isAnyOf('b', ['a', 'b'])).toBe(true)
    expect(await isAnyOf('', [])).toBe(false)
  })
})

describe('HMAC', () => {
  // RFC 4231, test case 2.
  const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  const content = concatBytes('what do ya want for nothing?')

  it('signs as RFC 4231 says', async () => expect(toHex(await hmac('Jefe', content))).toBe(mac))

  it.each([
    ['the right key', ['Jefe'], mac, true],
    ['the second of two keys', ['old', 'Jefe'], mac, true],
    ['another key', ['jefe'], mac, false],
    ['no key at all', [], mac, false],
    ['a shortened signature', ['Jefe'], mac.slice(0, 32), false],
  ])('verifies with %s: %#', async (_case, keys, hex, expected) => {
    const signature = fromHex(hex) ?? new Uint8Array()
    expect(await signedByAny(keys, { content, signature })).toBe(expected)
  })
})

describe('encodings', () => {
  it.each(['', 'abc', 'zz', '0x12', 'ab cd'])('refuses %j as hex', (text) => expect(fromHex(text)).toBeUndefined())
  it('reads hex in both cases', () => expect(fromHex('00fFA5')).toEqual(Uint8Array.of(0, 255, 165)))
  it.each(['', 'a', 'a b=', 'ab-_', 'YWJj\n', '===='])('refuses %j as base64', (text) => {
    expect(fromBase64(text)).toBeUndefined()
  })
  it.each(['aGVsbG8=', 'aGVsbG8'])('reads base64 %s', (text) => {
    expect(new TextDecoder().decode(fromBase64(text))).toBe('hello')
  })
  it('keeps all bytes in base64', async () => {
    const bytes = await sha256(concatBytes('x'))
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  })
  it.each([
    ['1767603600', 1767603600000],
    ['hello', undefined],
    ['1767603600.5', undefined],
    ['-1', undefined],
    ['1e9', undefined],
    ['', undefined],
    [' 1767603600', undefined],
  ])('reads the timestamp %j as %s', (text, expected) => expect(secondsToMs(text)).toBe(expected))
})

it.each([
  ['cut by its padding', (text: string) => text.slice(0, -1)],
  ['padded too much', (text: string) => `${text}=`],
  ['with other trailing bits', (text: string) => `${text.slice(0, -2)}9=`],
])('a signature %s is none, though its bytes are the same', (_what, bend) => {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i)
  const text = toBase64(bytes)
  expect(signatureIn(text)).toEqual(bytes)
  expect(fromBase64(`${text.slice(0, -2)}9=`)).toEqual(bytes)
  expect(signatureIn(bend(text))).toBeUndefined()
})
