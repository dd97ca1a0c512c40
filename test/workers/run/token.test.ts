import { env } from 'cloudflare:workers'
import { beforeAll, expect, it, vi } from 'vitest'
import { feishu } from '../../../workers/channels/feishu/kind.ts'
import type { Channel } from '../../../workers/channels/kind.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import type { Keeper } from '../../../workers/run/keeping.ts'
import { vault } from '../../../workers/store/vault.ts'

type TestEnv = { KEEPER: DurableObjectNamespace; MASTER_KEY: string }

/** With an object's first call its code is loaded, which takes longer here than anybody waits for a token. */
beforeAll(async () => {
  const { KEEPER } = env as unknown as TestEnv
  const keeper = KEEPER.get(KEEPER.idFromName('first')) as unknown as Keeper
  await keeper.lead({ name: 'first', productNow: 0 })
})

/** Two isolates of one product, and a provider that hands out tokens. */
async function product(name: string, answer: (nth: number) => object) {
  const { KEEPER, MASTER_KEY } = env as unknown as TestEnv
  const provider = { asked: 0 }
  const clock = { now: Date.now(), real: () => Date.now() }
  const deps = {
    keeper: (id: string) => KEEPER.get(KEEPER.idFromName(id)),
    vault: vault(MASTER_KEY),
    clock: { now: () => clock.now, real: clock.real },
    counts: { fetches: 0 },
    call: async () => {
      provider.asked += 1
      const nth = provider.asked
      await new Promise((resolve) => setTimeout(resolve, 30))
      return Response.json(answer(nth))
    },
  } as unknown as Deps
  const channel: Channel = { id: name, kind: 'feishu', name, config: { app_id: 'cli' }, secrets: { app_secret: 's' } }
  const message = { id: 'm', to: 'ou_1', recipient: 'contact' as const, text: 'x' }
  const isolate = async () => {
    vi.resetModules()
    const { tokenOf, forgetToken } = await import('../../../workers/run/token.ts')
    const { sending } = feishu
    if (!sending) throw new Error('feishu sends')
    return {
      token: () => tokenOf(deps, { channel, sending, message }),
      refused: (token: string) => forgetToken(deps, channel, token),
    }
  }
  return { isolates: [await isolate(), await isolate()] as const, provider, clock }
}

const good = (nth: number) => ({ code: 0, tenant_access_token: `t-${nth}`, expire: 7200 })

it('fetches a token once, however many isolates and messages want it at the same time', async () => {
  const { isolates, provider } = await product('stampede', good)
  const wanted = isolates.flatMap(({ token }) => Array.from({ length: 10 }, token))
  expect(new Set((await Promise.all(wanted)).map((one) => JSON.stringify(one)))).toEqual(
    new Set(['{"kind":"token","token":"t-1"}']),
  )
  expect(provider.asked).toBe(1)
})

it('fetches a refused token anew once, and never throws away the newer one', async () => {
  const [{ isolates, provider }] = [await product('refused', good)]
  const [a, b] = isolates
  await Promise.all([a.token(), b.token()])
  await Promise.all([a.refused('t-1'), b.refused('t-1'), a.refused('t-1')])
  expect(await Promise.all([a.token(), b.token(), a.token()])).toEqual(Array(3).fill({ kind: 'token', token: 't-2' }))
  await b.refused('t-1')
  expect(await b.token()).toEqual({ kind: 'token', token: 't-2' })
  expect(provider.asked).toBe(2)
})

it('fetches it anew shortly before it expires, in the product’s time', async () => {
  const { isolates, provider, clock } = await product('expiry', good)
  const [a, b] = isolates
  await a.token()
  clock.now += (7200 - 301) * 1000
  await b.token()
  expect(provider.asked).toBe(1)
  clock.now += 2000
  expect(await Promise.all([a.token(), b.token()])).toEqual(Array(2).fill({ kind: 'token', token: 't-2' }))
})

it('asks a provider in trouble once for a crowd, and says why', async () => {
  const { isolates, provider } = await product('trouble', () => ({ code: 10014, msg: 'app secret invalid' }))
  const wanted = isolates.flatMap(({ token }) => Array.from({ length: 10 }, token))
  const outcomes = await Promise.all(wanted)
  expect(outcomes.every(({ kind }) => kind === 'rejected')).toBe(true)
  expect(outcomes[0]).toMatchObject({ why: 'no token: 10014 app secret invalid (app_secret is not right)' })
  expect(provider.asked).toBe(1)
})
