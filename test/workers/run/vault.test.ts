import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { signedLinks } from '../../../workers/run/links.ts'
import { reseal, sealedState } from '../../../workers/run/reseal.ts'
import { vault } from '../../../workers/store/vault.ts'
import { get, migrate, sandbox } from '../../world.ts'

const [FIRST, SECOND] = [btoa('a master key of exactly 32 bytes'), btoa('another key of exactly 32 bytes!')]

beforeAll(migrate)

test('what is sealed opens under its own key alone, and says nothing twice in the same way', async () => {
  const first = vault(FIRST)
  const [one, two] = [await first.seal({ a: 'hush' }), await first.seal({ a: 'hush' })]
  expect(one).not.toBe(two)
  expect(one).not.toContain('hush')
  expect(await first.open(one)).toEqual({ a: 'hush' })
  await expect(vault(SECOND).open(one)).rejects.toThrow()
  expect(await vault(SECOND, FIRST).open(one)).toEqual({ a: 'hush' })
  const [form, mark, wrapped, body = ''] = one.split('.')
  const bent = [form, mark, wrapped, `${body.slice(0, -4)}AAAA`].join('.')
  await expect(first.open(bent)).rejects.toThrow()
  for (const more of [`${one}.more`, `${one}${one}`, `${one}!`, `${one}AAAA`, one.replace(/=+$/, '')])
    if (more !== one) await expect(first.open(more), more.slice(-12)).rejects.toThrow()
})

test('what was sealed before there were envelopes still opens', async () => {
  const key = await crypto.subtle.importKey('raw', Buffer.from(FIRST, 'base64'), 'AES-GCM', false, ['encrypt'])
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode('{"a":"old"}'))
  const plain = Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64')
  expect(await vault(SECOND, FIRST).open(plain)).toEqual({ a: 'old' })
})

test('the master key is changed by sealing again, without a secret being set anew', async () => {
  await sandbox('club', { secrets: { secret: 'shh' } })
  await get('/api/v1/secrets/TOKEN', { method: 'PUT', body: { value: 'hush' } })
  await get('/api/v1/webhook-secret')
  expect(await get('/api/v1/vault')).toEqual({ current: 3, older: [], unreadable: [] })
  const { deps } = await house(env as unknown as Env)
  const changing = { ...deps, vault: vault(SECOND, FIRST) }
  expect(await sealedState(changing)).toEqual({
    current: 0,
    older: expect.arrayContaining(['channels/club', 'secrets/TOKEN', 'notes/webhook_secret']),
    unreadable: [],
  })
  expect(await reseal(changing)).toMatchObject({ resealed: 3, current: 3, older: [] })
  expect(await sealedState({ ...deps, vault: vault(SECOND) })).toMatchObject({ current: 3 })
  expect(await sealedState(deps)).toMatchObject({ current: 0, unreadable: expect.arrayContaining(['channels/club']) })
  expect(await reseal({ ...deps, vault: vault(FIRST, SECOND) })).toMatchObject({ resealed: 3 })
  expect(await get('/api/v1/vault/reseal', { body: {} })).toEqual({
    resealed: 0,
    current: 3,
    older: [],
    unreadable: [],
  })
})

test('links signed before the key was changed still lead somewhere; the same link in other letters leads nowhere', () => {
  const link = { subjectId: 'c1', channel: null, messageId: 'm', target: 'https://shop.example' }
  const url = signedLinks('', [FIRST]).url(link).slice('/l/'.length)
  expect(signedLinks('', [SECOND, FIRST]).read(url)).toEqual(link)
  expect(signedLinks('', [SECOND]).read(url)).toBeUndefined()
  expect(signedLinks('', [FIRST]).read(`${url}=`)).toBeUndefined()
  expect(signedLinks('', [FIRST]).read(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).toBeUndefined()
})
