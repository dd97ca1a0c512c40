import { expect, it } from 'vitest'
import { accessReader } from '../../workers/access.ts'
import { AUDIENCE, accessTeam, TEAM } from '../doubles/access.ts'

const team = accessTeam()

function reader({ certs = team.certs as () => Promise<string | undefined>, now = () => Date.now() } = {}) {
  const asked: string[] = []
  const ask = async (url: string) => {
    asked.push(url)
    return certs()
  }
  return { asked, read: accessReader({ team: `${TEAM}/`, audience: AUDIENCE, ask, realNow: now }) }
}

it('believes what the team has signed, and asks for its keys once', async () => {
  const { read, asked } = reader()
  expect(await read(await team.token({ email: 'Ada@Example.com' }))).toEqual({ kind: 'is', email: 'ada@example.com' })
  expect(await read(await team.token({ aud: AUDIENCE }))).toMatchObject({ kind: 'is' })
  expect(asked).toEqual([`${TEAM}/cdn-cgi/access/certs`])
})

const soon = Math.floor(Date.now() / 1000) + 3600
it.each([
  ['of another team', { iss: 'https://other.cloudflareaccess.com' }],
  ['of a team that only begins so', { iss: `${TEAM}.evil.test` }],
  ['for another application', { aud: ['another'] }],
  ['for none', { aud: undefined }],
  ['whose time is over', { exp: 1000 }],
  ['without an end', { exp: undefined }],
  ['whose end is a text', { exp: String(soon) }],
  ['whose time has not come', { nbf: soon }],
  ['of a service, which is no person', { email: undefined, common_name: 'robot.access' }],
  ['whose address is none', { email: 'ada' }],
  ['of the team itself, not of an application', { type: 'org' }],
])('refuses a token %s', async (_what, claims) => {
  expect(await reader().read(await team.token(claims))).toMatchObject({ kind: 'refused' })
})

it('refuses what is not signed, signed by somebody else, changed, or signed in another way', async () => {
  const { read } = reader()
  const token = await team.token()
  const [head = '', body = '', mark = ''] = token.split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'first' })).toString('base64url')
  const other = Buffer.from(JSON.stringify({ email: 'eve@example.com', iss: TEAM, aud: AUDIENCE, exp: soon })).toString('base64url')
  // The last letter of 256 bytes holds four bits that nobody reads.
  const bent = `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) + 1)}`
  const stranger = await accessTeam().token()
  const wrong = [
    ...['', '.', '..', 'x.y.z', `${head}.${body}`, `${head}.${body}.`, `${token}.more`, 'x'.repeat(20_000)],
    ...[`${none}.${body}.`, `${none}.${body}.${mark}`, `${head}.${other}.${mark}`, stranger, bent],
    await team.token({}, { header: { alg: 'HS256' } }),
    await team.token({}, { header: { kid: undefined } }),
  ]
  for (const one of wrong) expect(await read(one), one.slice(0, 60)).toMatchObject({ kind: 'refused' })
}) // biome-ignore format: one list

it('goes on when keys change: the new one at once, the old one no longer than it is published', async () => {
  const turning = accessTeam()
  let now = Date.now()
  const { read, asked } = reader({ certs: turning.certs, now: () => now })
  expect(await read(await turning.token())).toMatchObject({ kind: 'is' })
  turning.publish('first', 'second')
  now += 31_000
  expect(await read(await turning.token({}, { kid: 'second' }))).toMatchObject({ kind: 'is' })
  turning.publish('second')
  now += 3_600_000
  const late = { exp: Math.floor(now / 1000) + 600 }
  expect(await read(await turning.token(late))).toMatchObject({ kind: 'refused' })
  expect(await read(await turning.token(late, { kid: 'second' }))).toMatchObject({ kind: 'is' })
  expect(asked.length).toBe(3)
})

it('does not ask again for every key that somebody makes up', async () => {
  const { read, asked } = reader()
  for (let i = 0; i < 20; i++) await read(await team.token({}, { header: { kid: `made-up-${i}` } }))
  expect(asked.length).toBe(1)
})

it.each([
  ['does not answer', async () => undefined],
  ['answers no JSON', async () => '<html>'],
  ['answers no keys', async () => '{"keys":"none"}'],
  ['answers keys that are none', async () => '{"keys":[null,{"kid":"first"},{"kid":"first","kty":"RSA","n":"AQAB","e":"AQAB"}]}'],
])('refuses everybody while the team %s, and lets them in once it does', async (_what, broken) => {
  let now = Date.now()
  let certs: () => Promise<string | undefined> = broken
  const { read } = reader({ certs: () => certs(), now: () => now })
  expect(await read(await team.token())).toMatchObject({ kind: 'refused' })
  certs = team.certs
  now += 31_000
  expect(await read(await team.token())).toMatchObject({ kind: 'is' })
}) // biome-ignore format: one list

it('takes no key that is too short to trust', async () => {
  const short = accessTeam({ bits: 1024 })
  expect(await reader({ certs: short.certs }).read(await short.token())).toMatchObject({ kind: 'refused' })
})
