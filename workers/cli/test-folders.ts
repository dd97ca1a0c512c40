import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { counted, problemText } from './print.ts'
import type { Arguments } from './read-arguments.ts'
import { type Failure, type Played, playFiles } from './run-scenario.ts'

type Suite = { folder: string; files: string[]; scenarios: string[] }
type Tested = { folder: string; file: string; result: Failure | Played | { kind: 'expects nothing' } }

/**
 * `qunflow test`: every `*.scenario.json` of these folders and the folders in them, each with the definition beside it:
 * `template.json` or `workflow.json`, with every `*.workflow.json` taking part.
 */
export function testFolders({ files, json, quiet }: Arguments): number {
  const wanted = files.length > 0 ? files : ['.']
  const absent = wanted.filter((folder) => !existsSync(folder) || !statSync(folder).isDirectory())
  if (absent.length > 0) {
    console.error(`there is no folder ${absent.join(', ')}`)
    return 2
  }
  const suites = wanted.flatMap(suitesIn)
  if (suites.length === 0) {
    console.error(`no *.scenario.json beside a template.json or workflow.json in ${wanted.join(', ')}`)
    return 2
  }
  const tested = suites.flatMap(run)
  const failed = tested.filter(({ result }) => !passes(result))
  if (json) console.log(JSON.stringify({ scenarios: tested.map(testedJson) }, null, 2))
  else {
    for (const one of tested) tell(one, quiet)
    if (!quiet || failed.length > 0)
      console.log(
        `${counted(tested.length, 'scenario')}: ${tested.length - failed.length} passed, ${failed.length} failed`,
      )
  }
  return failed.length > 0 ? 1 : 0
}

const LEFT_OUT = new Set(['node_modules', 'dist'])

function suitesIn(folder: string): Suite[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const inner = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !LEFT_OUT.has(entry.name),
  )
  const scenarios = names.filter((name) => name.endsWith('.scenario.json'))
  const first = ['template.json', 'workflow.json'].find((name) => names.includes(name))
  const beside = names.filter((name) => name.endsWith('.workflow.json'))
  const definitions = [...(first === undefined ? [] : [first]), ...beside]
  const here = { folder, files: definitions.map((name) => join(folder, name)), scenarios }
  const own = scenarios.length > 0 && definitions.length > 0 ? [here] : []
  return [...own, ...inner.flatMap(({ name }) => suitesIn(join(folder, name)))]
}

function run({ folder, files, scenarios }: Suite): Tested[] {
  return scenarios.map((name) => {
    const file = join(folder, name)
    const played = playFiles(files, file)
    const isTest = played.kind === 'problems' || played.scenario.expect !== undefined
    return { folder, file, result: isTest ? played : { kind: 'expects nothing' } }
  })
}

function passes(result: Tested['result']): boolean {
  return result.kind === 'played' && result.differences.length === 0
}

function nameOf({ file, result }: Tested): string {
  return (result.kind === 'played' ? result.scenario.name : undefined) ?? relative('.', file)
}

function testedJson(one: Tested): object {
  const { file, result } = one
  return {
    ...{ file, name: nameOf(one), passed: passes(result) },
    ...(result.kind === 'played' && { differences: result.differences }),
    ...(result.kind === 'problems' && { errors: result.problems }),
    ...(result.kind === 'expects nothing' && { differences: [NOTHING] }),
  }
}

const NOTHING = 'it has no `expect`, so it proves nothing'

function tell(one: Tested, quiet: boolean): void {
  const { result, file } = one
  if (passes(result)) {
    if (!quiet) console.log(`passed  ${relative('.', file)}  ${nameOf(one)}`)
    return
  }
  console.log(`FAILED  ${relative('.', file)}${result.kind === 'played' ? `  ${nameOf(one)}` : ''}`)
  if (result.kind === 'problems')
    for (const found of result.problems) console.log(problemText(result.file, 'error', found))
  else for (const found of result.kind === 'played' ? result.differences : [NOTHING]) console.log(`  - ${found}`)
}
