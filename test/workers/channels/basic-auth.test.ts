import { describe, expect, it } from 'vitest'
import { findKind } from '../../../workers/channels/kinds.ts'
import { channel, inbound, NOW_MS } from './requests.ts'

const basic = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

describe('a sender that logs in by Basic authentication', () => {
  it.each([
    ['with the name and the password', 'Aladdin', 'open sesame', `Basic ${basic('Aladdin:open sesame')}`, 'events'],
    ['whatever the case of the scheme', 'Aladdin', 'open sesame', `bAsIc ${basic('Aladdin:open sesame')}`, 'events'],
    ['with a password in UTF-8', 'test', '123£', 'Basic dGVzdDoxMjPCow==', 'events'],
    ['with a password that holds colons', 'a', 'b:c:d', `Basic ${basic('a:b:c:d')}`, 'events'],
    ['not with another password', 'a', 'b', `Basic ${basic('a:c')}`, 'forged'],
    ['not with another name', 'a', 'b', `Basic ${basic('x:b')}`, 'forged'],
    ['not with a name alone', 'a', 'b', `Basic ${basic('a')}`, 'forged'],
    ['not with what is no base64', 'a', 'b', 'Basic *', 'forged'],
    ['not with the token as a bearer', 'a', 'b', 'Bearer b', 'forged'],
    ['not without', 'a', 'b', '', 'forged'],
  ])('is let in %s', async (_how, user, token, authorization, expected) => {
    const own = channel('bearer', { config: { user }, secrets: { token: ['older', token] } })
    const request = inbound('{"a":1}', { 'content-type': 'application/json', authorization })
    expect((await findKind('bearer')?.receive(request, own, NOW_MS))?.kind).toBe(expected)
  })

  it.each([
    ['the token as password', `Basic ${basic('qunflow:own-token')}`, 'events'],
    ['another password', `Basic ${basic('qunflow:other')}`, 'forged'],
    ['nothing', '', 'forged'],
  ])('may have the address of a form with %s', async (_what, authorization, expected) => {
    const own = channel('jinshuju', { secrets: { url_token: 'own-token' } })
    const request = inbound(findKind('jinshuju')?.sample.body ?? '', { authorization })
    expect((await findKind('jinshuju')?.receive(request, own, NOW_MS))?.kind).toBe(expected)
  })
})
