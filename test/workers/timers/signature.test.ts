import { describe, expect, it } from 'vitest'
import { verifyWake } from '../../../workers/timers/signature.ts'
import { type Claims, claimsFor, sign } from '../../doubles/qstash-signing.ts'

const CURRENT = 'sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r'
const NEXT = 'sig_5ZB6DVzB1wjE8S6rZ7eenA8Pdnhs'
const URL_OF_WAKE = 'https://qunflow.example/timers/wake'
const NOW_MS = Date.parse('2026-11-21T03:00:00Z')
const SECONDS = NOW_MS / 1000
const BODY = JSON.stringify({ subject_id: 'contact:ann', due_at: '2026-11-21T03:00:00.000Z' })
const WAKE = { subjectId: 'contact:ann', dueAtMs: NOW_MS }

const genuine = await claimsFor(URL_OF_WAKE, BODY, NOW_MS)

function without(claim: string): Claims {
  return Object.fromEntries(Object.entries(genuine).filter(([name]) => name !== claim))
}

function verify(signature: string | null, body = BODY) {
  const request = { signature, body: new TextEncoder().encode(body) }
  return verifyWake(request, { currentKey: CURRENT, nextKey: NEXT, url: URL_OF_WAKE, nowMs: NOW_MS })
}

describe('a wake-up is genuine when', () => {
  it.each<[string, Claims, string]>([
    ['it is signed with the current key', genuine, CURRENT],
    ['it is signed with the next key', genuine, NEXT],
    ['nbf is 0', { ...genuine, nbf: 0 }, CURRENT],
    ['nbf is left out', without('nbf'), CURRENT],
    ['nbf is now', { ...genuine, nbf: SECONDS }, CURRENT],
    ["nbf is ahead by less than clocks' disagreement", { ...genuine, nbf: SECONDS + 5 }, CURRENT],
    ['it expires in a second', { ...genuine, exp: SECONDS + 1 }, CURRENT],
    ['the hash of the body has no padding', { ...genuine, body: String(genuine.body).replace(/=+$/, '') }, CURRENT],
    ['it has claims we do not know', { ...genuine, plan: 'free' }, CURRENT],
  ])('%s', async (_case, claims, key) => {
    expect(await verify(await sign(claims, key))).toEqual({ kind: 'genuine', wake: WAKE })
  })
})

describe('a wake-up is forged when', () => {
  it.each<[string, Claims, string]>([
    ['the issuer is another', { ...genuine, iss: 'upstash' }, "the claims are not QStash's: iss"],
    ['there is no issuer', without('iss'), "the claims are not QStash's: iss"],
    ['it has expired', { ...genuine, exp: SECONDS - 1 }, 'expired'],
    ['it expires this very moment', { ...genuine, exp: SECONDS }, 'expired'],
    ['it never expires', without('exp'), "the claims are not QStash's: exp"],
    ['its expiry is a text', { ...genuine, exp: '9999999999' }, "the claims are not QStash's: exp"],
    ['nbf is in the future', { ...genuine, nbf: SECONDS + 60 }, 'not valid yet'],
    ['nbf is a text', { ...genuine, nbf: '0' }, "the claims are not QStash's: nbf"],
    ['it says nothing of the body', without('body'), "the claims are not QStash's: body"],
    ['the hash of the body is null', { ...genuine, body: null }, "the claims are not QStash's: body"],
    ['it names no address', without('sub'), "the claims are not QStash's: sub"],
    ['it names another address', { ...genuine, sub: 'https://evil.example' }, 'the subject is another address'],
    ['a slash trails the address', { ...genuine, sub: `${URL_OF_WAKE}/` }, 'the subject is another address'],
    ['the address has a query', { ...genuine, sub: `${URL_OF_WAKE}?a=1` }, 'the subject is another address'],
  ])('%s', async (_case, claims, why) => {
    expect(await verify(await sign(claims, CURRENT))).toEqual({ kind: 'forged', why })
  })

  it.each<[string, () => string | null | Promise<string>, string]>([
    ['there is no signature', () => null, 'no signature'],
    ['the signature is empty', () => '', 'no signature'],
    ['it is signed with a key nobody knows', () => sign(genuine, 'sig_other'), 'the signature does not match'],
    ['it is signed with HS512', () => sign(genuine, CURRENT, { alg: 'HS512' }), 'the algorithm is not HS256'],
    ['the algorithm is none', () => sign(genuine, CURRENT, { alg: 'none' }), 'the algorithm is not HS256'],
    ['the algorithm is left out', () => sign(genuine, CURRENT, { typ: 'JWT' }), 'the algorithm is not HS256'],
    [
      'the header asks for extensions',
      () => sign(genuine, CURRENT, { alg: 'HS256', crit: ['b64'], b64: false }),
      'the algorithm is not HS256',
    ],
    ['the algorithm is none and the mac missing', unsigned, 'not a token'],
    ['the mac is cut short', async () => (await sign(genuine, CURRENT)).slice(0, -11), 'the signature does not match'],
    ['the claims are exchanged', exchanged, 'the signature does not match'],
    ['the claims are a list', () => sign([], CURRENT), "the claims are not QStash's: iss"],
    ['the claims are null', () => sign(null, CURRENT), "the claims are not QStash's: no object"],
    ['the header is a number', () => `${btoa('1')}.e30.AAAA`.replaceAll('=', ''), 'not a token'],
    ['it is garbage', () => 'not.a.token', 'not a token'],
    ['it is not even dotted', () => '🧧'.repeat(10), 'not a token'],
    ['it has four parts', async () => `${await sign(genuine, CURRENT)}.AAAA`, 'not a token'],
    ['it carries a newline', async () => `${await sign(genuine, CURRENT)}\n`, 'not a token'],
    ['it is huge', () => `${'A'.repeat(1_000_000)}.e30.AAAA`, 'the token is too long'],
  ])('%s', async (_case, token, why) => {
    expect(await verify(await token())).toEqual({ kind: 'forged', why })
  })

  it('the body was changed on the way', async () => {
    const changed = BODY.replace('ann', 'bob')
    expect(await verify(await sign(genuine, CURRENT), changed)).toMatchObject({
      kind: 'forged',
      why: 'the body is not the signed one',
    })
  })

  it('no key is configured and it is signed with the key that HMAC makes of an empty one', async () => {
    const request = { signature: await sign(genuine, '\0'), body: new TextEncoder().encode(BODY) }
    const keys = { currentKey: '', nextKey: '', url: URL_OF_WAKE, nowMs: NOW_MS }
    expect(await verifyWake(request, keys)).toEqual({ kind: 'forged', why: 'the signature does not match' })
  })
})

describe('a signed body that is no wake-up is said to be unreadable', () => {
  it.each([
    '',
    'null',
    '{}',
    '{"subject_id":"","due_at":"2026-11-21T03:00:00Z"}',
    '{"subject_id":"a","due_at":"soon"}',
    '{"subject_id":"a","due_at":1763694000}',
    '{"subject_id":"a","due_at":"2026-13-45T03:00:00Z"}',
  ])('%s', async (body) => {
    const token = await sign(await claimsFor(URL_OF_WAKE, body, NOW_MS), CURRENT)
    expect(await verify(token, body)).toMatchObject({ kind: 'unreadable' })
  })
})

async function unsigned(): Promise<string> {
  return (await sign(genuine, CURRENT, { alg: 'none' })).replace(/\.[^.]*$/, '.')
}

async function exchanged(): Promise<string> {
  const [header, , mac] = (await sign(genuine, CURRENT)).split('.')
  const [, claims] = (await sign({ ...genuine, sub: 'https://evil.example' }, NEXT)).split('.')
  return `${header}.${claims}.${mac}`
}

it('a signature is written in one way: other letters for the same bytes are another one', async () => {
  const token = await sign(genuine, CURRENT)
  const last = token.charCodeAt(token.length - 1)
  const bent = `${token.slice(0, -1)}${String.fromCharCode(last + 1)}`
  expect(await verify(bent)).toMatchObject({ kind: 'forged' })
  expect(await verify(token)).toMatchObject({ kind: 'genuine' })
})
