/**
 * Would a careless change be noticed? `node test/local/mutations.ts [PART OF A FILE NAME]` plants one mutation at a time
 * in a copy of the repository and runs the tests that should catch it. Not part of `npm test`: it takes half an hour.
 * Exits with 1 when fewer than 90 % are caught.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../workers/local/bundle.ts'
import { type Mutation, mutations } from './mutations/list.ts'

const SHARE_MIN = 0.9
const TEST_MAX_MS = 240_000
const SEEDS = '40'

const named = process.argv[2] ?? ''
const chosen = mutations.filter(({ file, from }) => `${file} ${from}`.includes(named))
const stale = mutations.filter(({ file, from }) => !readFileSync(join(root, file), 'utf8').includes(from))
for (const { file, from } of stale) console.log(`${file} does not say ${line(from)} any more`)
if (stale.length > 0) process.exit(1)

const copy = mkdtempSync(join(tmpdir(), 'qunflow-mutations-'))
let caught = 0
const survivors: Mutation[] = []
try {
  for (const path of execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n'))
    cpSync(join(root, path), join(copy, path))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const mutation of chosen) {
    const by = plant(mutation)
    if (by === undefined) survivors.push(mutation)
    else caught += 1
    console.log(`${by ?? 'SURVIVES'}  ${mutation.file}: ${line(mutation.from)} → ${line(mutation.to)}`)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
const share = caught / Math.max(1, chosen.length)
console.log(`${caught} of ${chosen.length} are caught (${Math.round(share * 100)} %)`)
process.exit(share < SHARE_MIN ? 1 : 0)

/** Which of its tests notices the mutation; undefined when none does. */
function plant({ file, from, to, caughtBy }: Mutation): string | undefined {
  const path = join(copy, file)
  const source = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    source.replace(from, () => to),
  )
  try {
    return caughtBy.find((test) => !passes(test))
  } finally {
    writeFileSync(path, source)
  }
}

function passes(test: string): boolean {
  const simulation = ['test/simulation/run.ts', '--seeds', SEEDS, '--first']
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', test]
  const ran = spawnSync(process.execPath, test === 'simulation' ? simulation : vitest, {
    ...{ cwd: copy, stdio: 'ignore', timeout: TEST_MAX_MS },
  })
  return ran.status === 0
}

function line(text: string): string {
  return text.replaceAll('\n', ' ').slice(0, 80)
}
