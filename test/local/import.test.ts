import { expect, test } from 'vitest'
import { freePort } from './witness/free-port.ts'
import { importUnderKills } from './witness/import-kills.ts'

test.each(['csv', 'ndjson'] as const)(
  'imports each member once, as written, when it is killed among them: %s',
  { timeout: 240_000 },
  async (format) => {
    const { wrong } = await importUnderKills({ format, members: 3_000, kills: 1, port: await freePort() })
    expect(wrong).toEqual([])
  },
)
