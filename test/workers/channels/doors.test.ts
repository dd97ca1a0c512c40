import { describe, expect, it } from 'vitest'
import type { Inbound, Received } from '../../../workers/channels/kind.ts'
import { findKind, kinds } from '../../../workers/channels/kinds.ts'
import { channelOf, DOORS, type Door, NOW } from './doors.ts'

async function received(door: Door, request: Inbound, secrets: Parameters<typeof channelOf>[1] = door.secrets) {
  const answer = await findKind(door.kind)?.receive(request, channelOf(door, secrets), NOW)
  if (!answer) throw new Error(`no kind ${door.kind}`)
  return answer
}

/** Stripe writes several signatures into one header while a secret is rotated; nobody else does. */
const severalIn = (kind: string, own: string) => (kind === 'stripe' ? [] : [`${own}, ${own}x`])

const isIn = ({ kind }: Received) => kind === 'events' || kind === 'challenge'

it('every kind that takes anything has its door here', () => {
  expect(new Set(DOORS.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)))
})

describe.each(DOORS)('$name', (door) => {
  const rotated = Object.keys(door.others)

  it('lets in what is signed with any of two secrets, also when two are rotated at once', async () => {
    expect(isIn(await received(door, await door.make(door.secrets, NOW)))).toBe(true)
    for (const name of rotated) {
      const [own = '', other = ''] = [door.secrets[name], door.others[name]]
      for (const both of [
        [own, other],
        [other, own],
      ])
        for (const signedWith of [own, other]) {
          const request = await door.make({ ...door.secrets, [name]: signedWith }, NOW)
          expect(isIn(await received(door, request, { ...door.secrets, [name]: both }))).toBe(true)
        }
    }
    const pairs = Object.fromEntries(rotated.map((name) => [name, [door.secrets[name] ?? '', door.others[name] ?? '']]))
    const crossed = { ...door.secrets, [rotated[0] ?? '']: door.others[rotated[0] ?? ''] ?? '' }
    expect(isIn(await received(door, await door.make(crossed, NOW), { ...door.secrets, ...pairs }))).toBe(true)
  })

  it('refuses another secret, none, and an empty one', async () => {
    for (const name of rotated) {
      const wrong = await door.make({ ...door.secrets, [name]: door.others[name] ?? '' }, NOW)
      expect((await received(door, wrong)).kind).toBe('forged')
      const right = await door.make(door.secrets, NOW)
      for (const empty of ['', ['']])
        expect((await received(door, right, { ...door.secrets, [name]: empty })).kind).toBe('forged')
    }
  })

  it('says the same of a request each time that it comes', async () => {
    const ids = async () => {
      const answer = await received(door, await door.make(door.secrets, NOW))
      return answer.kind === 'events' ? answer.events.map(({ id }) => id) : []
    }
    expect(await ids()).toEqual(await ids())
  })

  it.runIf(door.windowMs !== undefined)('refuses what is too old, and what is too early', async () => {
    const windowMs = door.windowMs ?? 0
    for (const [offMs, expected] of [
      [-windowMs, true],
      [windowMs, true],
      [-windowMs - 1000, false],
      [windowMs + 1000, false],
    ] as const)
      expect([offMs, isIn(await received(door, await door.make(door.secrets, NOW + offMs)))]).toEqual([offMs, expected])
  })

  it.runIf(door.body)('refuses a body that was changed', async () => {
    const request = await door.make(door.secrets, NOW)
    for (const [at, by] of [
      [Math.floor(request.body.length / 2), 1],
      [request.body.length - 1, 1],
    ] as const) {
      const body = request.body.map((byte, i) => (i === at ? byte ^ by : byte))
      if (request.method === 'POST') expect(isIn(await received(door, { ...request, body }))).toBe(false)
    }
  })

  it.runIf(door.signature !== undefined)(
    'refuses a signature that is missing, cut, written twice, or something else',
    async () => {
      const name = door.signature ?? ''
      const request = await door.make(door.secrets, NOW)
      const own = request.headers.get(name) ?? ''
      for (const written of [
        undefined,
        '',
        own.slice(0, -2),
        own.slice(1),
        ...severalIn(door.kind, own),
        '='.repeat(400),
      ]) {
        const headers = new Headers(request.headers)
        headers.delete(name)
        if (written !== undefined) headers.set(name, written)
        expect([written, (await received(door, { ...request, headers })).kind]).toEqual([written, 'forged'])
      }
    },
  )

  it('never fails over an empty body, a part of one, or one of another kind', async () => {
    const request = await door.make(door.secrets, NOW)
    const bodies = [0, 1, 7, Math.floor(request.body.length / 2), request.body.length - 1].map((end) =>
      request.body.slice(0, end),
    )
    const others = ['null', '[]', '{}', '"x"', '<xml></xml>', 'a=b', '\u0000', '{"a":'.repeat(100)].map((text) =>
      new TextEncoder().encode(text),
    )
    for (const body of [...bodies, ...others, new Uint8Array([0xff, 0xfe, 0xc0])])
      for (const type of [
        undefined,
        'text/plain',
        'multipart/form-data',
        'application/x-www-form-urlencoded',
        'image/png',
      ]) {
        const headers = new Headers(request.headers)
        if (type !== undefined) headers.set('content-type', type)
        expect(['events', 'challenge', 'forged', 'unreadable']).toContain(
          (await received(door, { ...request, headers, body })).kind,
        )
      }
  })
})
