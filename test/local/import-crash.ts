/**
 * What is promised of an import, tried with real kills: so many members come as CSV, as many as NDJSON, the product is
 * killed among them, and still each is there once, exactly as written. `node test/local/import-crash.ts [members] [kills]`;
 * 100 000 members and 4 kills unless said; a small one is part of `npm test`.
 */
import { importUnderKills } from './witness/import-kills.ts'

const members = Number(process.argv[2] ?? 100_000)
const kills = Number(process.argv[3] ?? 4)
let failed = 0
for (const format of ['csv', 'ndjson'] as const) {
  const began = performance.now()
  const { wrong, told } = await importUnderKills({ format, members, kills, port: Number(process.env.PORT || 8799) })
  for (const line of wrong) console.log(`FAILED  ${line}`)
  failed += wrong.length
  console.log(`${format}: ${told}, ${Math.round((performance.now() - began) / 1_000)} s`)
}
process.exit(failed > 0 ? 1 : 0)
