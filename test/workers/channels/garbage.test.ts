import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mutants } from './mutants.ts'
import { channel, NOW_MS } from './requests.ts'
import { request, set } from './signed-samples.ts'

const KINDS = ['events', 'challenge', 'unreadable', 'forged']

const inJson = Object.keys(set).filter((name) => name !== 'jotform' && name !== 'wufoo')

it.each(inJson)('whatever stands in a body of %s, it is read or refused, and never an accident', async (name) => {
  const { kind } = await request(name)
  const ours = channel(name, { config: set[name]?.config ?? {}, secrets: set[name]?.secrets ?? {} })
  await fc.assert(
    fc.asyncProperty(mutants(JSON.parse(kind.sample?.body ?? '{}')), async (body) => {
      const { inbound } = await request(name, { body: JSON.stringify(body) })
      const received = await kind.receive(inbound, ours, NOW_MS)
      expect(KINDS).toContain(received.kind)
      if (received.kind !== 'events') return
      for (const event of received.events) {
        expect(event.id).not.toBe('')
        expect(event.type).toMatch(/^[A-Za-z0-9._:/-]{1,200}$/)
        if (event.user) expect(event.user.id).toMatch(/\S/)
      }
    }),
    { numRuns: 150 },
  )
})

it.each(['jotform', 'wufoo'])('whatever stands in the fields of %s, it is read or refused', async (name) => {
  const { kind } = await request(name)
  const ours = channel(name, { secrets: set[name]?.secrets ?? {} })
  const json = fc.oneof(fc.json(), fc.string())
  await fc.assert(
    fc.asyncProperty(json, json, fc.dictionary(fc.string(), fc.string()), async (a, b, more) => {
      const jotform = { submissionID: '1', rawRequest: a }
      const wufoo = { EntryId: '1', FieldStructure: a, FormStructure: b, HandshakeKey: 'the key as it was' }
      const body = new URLSearchParams({ ...more, ...jotform, ...wufoo }).toString()
      const { inbound } = await request(name, {
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(KINDS).toContain((await kind.receive(inbound, ours, NOW_MS)).kind)
    }),
    { numRuns: 150 },
  )
})
