/**
 * What the product promises about a crash, tried with real kills and a provider that remembers: `npm run crash -- [kills]`,
 * thirty unless told otherwise. A small one of it is in `npm test`.
 */
import { crash } from './crash/rounds.ts'

const kills = Number(process.argv[2] ?? 30)
const port = Number(process.env.PORT || 8795)
const { findings, accepted, doubled } = await crash({ port, kills, events: 500, log: console.log })
let failed = 0
for (const { guarantee, wrong } of findings) {
  if (wrong.length > 0) failed += 1
  const example = wrong.length === 0 ? '' : ` (${wrong.length}, e.g. ${JSON.stringify(wrong[0]).slice(0, 300)})`
  console.log(`${wrong.length === 0 ? 'passed' : 'FAILED'}  ${guarantee}${example}`)
}
console.log(`${kills} kills, ${accepted} accepted, ${doubled} messages repeated under the same key`)
process.exit(failed > 0 ? 1 : 0)
