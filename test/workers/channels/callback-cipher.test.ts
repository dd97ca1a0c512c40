import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackSignature, isAesKey, openCallback, sealCallback } from '../../../workers/channels/callback-cipher.ts'
import { concatBytes, fromBase64, toBase64 } from '../../../workers/channels/signature.ts'
import { parseXmlOrJson } from '../../../workers/channels/xml-body.ts'

// The last character carries stray bits, as in the vendor's own sample.
const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const OTHER = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const pair = { token: 'own-token', aesKey: KEY, receiver: 'ww-own-corp' }
const secrets = { tokens: ['own-token'], aesKeys: [KEY], receiver: 'ww-own-corp' }
const salt = { timestamp: '1767603600', nonce: 'n0nce', random: new Uint8Array(16).fill(0xff) }

describe('the callback scheme', () => {
  it('opens what it sealed, whatever its length: the padding reaches 32 bytes', async () => {
    for (let length = 0; length < 70; length++) {
      const text = '好'.repeat(length % 3) + 'a'.repeat(length)
      expect(await openCallback(await sealCallback(text, pair, salt), secrets)).toEqual({
        kind: 'opened',
        text,
        with: pair,
      })
    }
  })

  // developer.work.weixin.qq.com/document/path/91144
  it('opens the documented check of an address', async () => {
    const encrypted = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=='
    const sealed = { signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', timestamp: '1409659589', nonce: '263014780', encrypted } // biome-ignore format: one vector
    const documented = { tokens: ['QDG6eK'], aesKeys: [KEY], receiver: 'wx5823bf96d3bd56c7' }
    expect(await openCallback(sealed, documented)).toMatchObject({ kind: 'opened', text: '1616140317555161061' })
  })

  it('takes either token and either key during rotation, and says which pair fitted', async () => {
    const rotating = { tokens: ['new', 'own-token'], aesKeys: [OTHER, KEY], receiver: 'ww-own-corp' }
    expect(await openCallback(await sealCallback('x', pair, salt), rotating)).toMatchObject({
      kind: 'opened',
      with: pair,
    })
    const next = { token: 'new', aesKey: OTHER, receiver: 'ww-own-corp' }
    expect(await openCallback(await sealCallback('x', next, salt), rotating)).toMatchObject({
      kind: 'opened',
      with: next,
    })
  })

  it.each([
    ['another token', {}, { tokens: ['guess'] }],
    ['another key', {}, { aesKeys: [OTHER] }],
    ['another receiver', {}, { receiver: 'ww-other' }],
    ['a receiver that only begins so', {}, { receiver: 'ww-own' }],
    ['another nonce', { nonce: 'n' }, {}],
    ['another time', { timestamp: '1767603601' }, {}],
    ['no signature', { signature: '' }, {}],
    ['no timestamp', { timestamp: '' }, {}],
    ['nothing encrypted', { encrypted: '' }, {}],
    ['a `+` that became a space', { encrypted: 'P9n zCzyDtyTWESHep1vC5X9xho=' }, {}],
  ])('refuses %s', async (_case, changed, others) => {
    const sealed = await sealCallback('hello', pair, salt)
    expect(await openCallback({ ...sealed, ...changed }, { ...secrets, ...others })).toMatchObject({ kind: 'forged' })
  })

  it.each([
    ['a length beyond the end', [0x73, 0x75, 0x63, 0x63], 12, 12],
    ['a length of 2^32 - 1', [0xff, 0xff, 0xff, 0xff], 12, 12],
    ['no padding', [0, 0, 0, 0], 0, 12],
    ['padding above 32', [0, 0, 0, 0], 33, 12],
    ['padding of unequal bytes', [0, 0, 0, 0], 12, 11],
    ['nothing but padding', [32, 32, 32, 32], 32, 32],
  ])('refuses %s, signed as it may be', async (_case, length, padByte, padLength) => {
    const head = concatBytes(new Uint8Array(16).fill(padByte), Uint8Array.from(length))
    const plain = new Uint8Array(32).fill(padByte, 32 - padLength)
    plain.set(head.slice(0, 32 - padLength))
    const encrypted = await encryptRaw(plain)
    const signature = await callbackSignature('own-token', salt.timestamp, salt.nonce, encrypted)
    const opened = await openCallback({ ...salt, signature, encrypted }, { ...secrets, receiver: '' })
    expect(opened).toMatchObject({ kind: 'forged' })
  })

  it('never throws on garbage that is rightly signed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 96 }).map(toBase64)),
        async (encrypted) => {
          const signature = await callbackSignature('own-token', salt.timestamp, salt.nonce, encrypted)
          const opened = await openCallback({ ...salt, signature, encrypted }, secrets)
          expect(['forged', 'unreadable']).toContain(opened.kind)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([
    [KEY, true],
    [`${KEY}=`, false],
    [KEY.slice(1), false],
    ['', false],
  ])('key %s: %s', (key, expected) => expect(isAesKey(key)).toBe(expected))
})

describe('XML and JSON', () => {
  it.each([
    ['<xml><MsgId>1234567890123456789</MsgId></xml>', { MsgId: '1234567890123456789' }],
    ['<?xml version="1.0"?>\n<xml>\n <A><![CDATA[ a<b & ]]> </A>\n <B></B></xml>', { A: ' a<b &  ', B: '' }],
    ['<xml><L><Item><![CDATA[a]]></Item><Item>b</Item></L></xml>', { L: { Item: ['a', 'b'] } }],
    ['<xml><A><![CDATA[<!DOCTYPE html>]]></A></xml>', { A: '<!DOCTYPE html>' }],
    ['<xml><A>&lt;&#65;&e;</A></xml>', { A: '&lt;&#65;&e;' }],
    [' {"MsgId":1234567890123456789,"A":1}', { MsgId: '1234567890123456789', A: 1 }],
  ])('reads %s', (text, value) =>
    expect(parseXmlOrJson(text)).toEqual({ kind: 'object', value, json: text.trim().startsWith('{') }),
  )

  it.each([
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>',
    '<xml><!ENTITY a "b"><A/></xml>',
    '<xml><A><![CDATA[never closed</A></xml>',
    '<xml><A></xml>',
    '<other><A>1</A></other>',
    '',
    'text',
    '{"a":',
    '[]',
    '<xml>text</xml>',
  ])('refuses %s', (text) => expect(parseXmlOrJson(text)).toMatchObject({ kind: 'unreadable' }))

  it('is bounded: deep nesting and endless openings cost no more than their length', () => {
    const deep = `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`
    expect(['object', 'unreadable']).toContain(parseXmlOrJson(deep).kind)
    expect(parseXmlOrJson(`<xml>${'<![CDATA['.repeat(100_000)}</xml>`).kind).toBe('unreadable')
  })

  it('keeps nothing that could reach a prototype', () => {
    const parsed = parseXmlOrJson('<xml><__proto__><polluted>1</polluted></__proto__><A>1</A></xml>')
    expect(JSON.stringify(parsed)).not.toContain('polluted')
    expect('polluted' in {}).toBe(false)
  })
})

async function encryptRaw(plain: Uint8Array): Promise<string> {
  const bytes = fromBase64(`${KEY}=`) ?? new Uint8Array()
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt'])
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: bytes.slice(0, 16) }, key, plain)
  return toBase64(new Uint8Array(sealed).slice(0, plain.length))
}
