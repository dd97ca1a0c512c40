import { expect, it } from 'vitest'
import { crash } from './crash/rounds.ts'
import { freePort } from './witness/free-port.ts'

it('loses nothing, doubles nothing and stays exact when the process is killed under load', {
  timeout: 600_000,
}, async () => {
  const { findings, accepted } = await crash({ port: await freePort(), kills: 2, events: 150, log: () => {} })
  expect(accepted).toBeGreaterThan(0)
  expect(findings.filter(({ wrong }) => wrong.length > 0)).toEqual([])
})
