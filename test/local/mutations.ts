/**
 * Would a careless change be noticed? `node test/local/mutations.ts [PART OF A FILE NAME, or "lesson"]` plants one mutation
 * at a time in a copy of the repository and runs the tests that should catch it. Not part of `npm test`: it takes an hour.
 * Exits with 1 when fewer than 90 % are caught.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVitest, type Vitest } from 'vitest/node'
import { root } from '../../workers/local/bundle.ts'
import { decisions } from './mutations/decisions.ts'
import { doors } from './mutations/doors.ts'
import { edge } from './mutations/edge.ts'
import { guards } from './mutations/guards.ts'
import { fromLessons } from './mutations/lessons.ts'
import { type Mutation, mutations } from './mutations/list.ts'
import { shared } from './mutations/shared.ts'

const SHARE_MIN = 0.9
const TEST_MAX_MS = 240_000
const SEEDS = '40'

const named = process.argv[2] ?? ''
const all = [...mutations, ...guards, ...edge, ...decisions, ...doors, ...shared, ...fromLessons]
const chosen = all.filter(({ file, from, lesson }) =>
  `${file} ${from} ${lesson ? `lesson ${lesson}` : ''}`.includes(named),
)
const stale = all.filter(({ file, from }) => !readFileSync(join(root, file), 'utf8').includes(from))
for (const { file, from } of stale) console.log(`${file} does not say ${line(from)} any more`)
if (stale.length > 0) process.exit(1)

const copy = mkdtempSync(join(tmpdir(), 'qunflow-mutations-'))
let caught = 0
try {
  for (const path of execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n'))
    cpSync(join(root, path), join(copy, path))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  process.chdir(copy)
  // One that stays: what a mutation leaves as it is need not be transformed again.
  const vitest = await createVitest('test', { root: copy, watch: false, bail: 1, reporters: [{}] })
  const failing = await unsound(vitest)
  for (const test of failing) console.log(`FAILS WITHOUT ANY MUTATION  ${test}`)
  for (const mutation of failing.length > 0 ? [] : chosen) {
    const by = await plant(vitest, mutation)
    if (by !== undefined) caught += 1
    console.log(`${by ?? 'SURVIVES'}  ${mutation.file}: ${line(mutation.from)} → ${line(mutation.to)}`)
  }
  await vitest.close()
} finally {
  process.chdir(root)
  rmSync(copy, { recursive: true, force: true })
}
const share = caught / Math.max(1, chosen.length)
console.log(`${caught} of ${chosen.length} are caught (${Math.round(share * 100)} %)`)
process.exit(share < SHARE_MIN ? 1 : 0)

/** Which of its tests notices the mutation; undefined when none does. */
async function plant(vitest: Vitest, { file, from, to, caughtBy }: Mutation): Promise<string | undefined> {
  const path = join(copy, file)
  const source = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    source.replace(from, () => to),
  )
  vitest.invalidateFile(path)
  try {
    for (const test of caughtBy) if (!(await passes(vitest, file, test))) return test
    return undefined
  } finally {
    writeFileSync(path, source)
    vitest.invalidateFile(path)
  }
}

/** A test that fails without any mutation notices none: these are run first. */
async function unsound(vitest: Vitest): Promise<string[]> {
  const all = new Map(chosen.flatMap(({ file, caughtBy }) => caughtBy.map((test) => [test, file] as const)))
  const failing: string[] = []
  for (const [test, file] of all) if (!(await passes(vitest, file, test))) failing.push(test)
  return failing
}

async function passes(vitest: Vitest, file: string, test: string): Promise<boolean> {
  if (test === 'simulation') return runs([join('test', 'simulation', 'run.ts'), '--seeds', SEEDS, '--first'])
  // The migrations are read when it is started.
  if (file.endsWith('.sql')) return runs([join('node_modules', 'vitest', 'vitest.mjs'), 'run', test])
  const specifications = (await vitest.globTestSpecifications([test])).filter(({ moduleId }) => moduleId.endsWith(test))
  if (specifications.length === 0) throw new Error(`there is no test ${test}`)
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  // It answers with every file that it ever ran: one that an earlier mutation broke says nothing of this one.
  const own = testModules.filter(({ moduleId }) => specifications.some((one) => one.moduleId === moduleId))
  return own.every((one) => one.ok()) && unhandledErrors.length === 0
}

function runs(given: readonly string[]): boolean {
  return spawnSync(process.execPath, given, { cwd: copy, stdio: 'ignore', timeout: TEST_MAX_MS }).status === 0
}

function line(text: string): string {
  return text.replaceAll('\n', ' ').slice(0, 80)
}
