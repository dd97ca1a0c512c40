import { check } from './check.ts'
import { scaffold } from './new.ts'
import { readArguments } from './read-arguments.ts'
import { runScenario } from './run-scenario.ts'
import { testFolders } from './test-folders.ts'

export const USAGE = `qunflow check FILE…                              are these definitions right?
qunflow simulate FILE… --scenario SCENARIO.json  what would happen (the first FILE is tested)
qunflow test [FOLDER…]                           do workflows what their scenarios expect? (here, when none is named)
qunflow new workflow|template NAME               a folder to begin with

  --json        for machines
  --strict      warnings count as errors
  --inputs JSON what the workflow is installed with (check)
  --quiet       nothing but problems and differences

Exit status: 0 all is well, 1 problems or differences, 2 wrong use.`

/** The command line. Answers the exit status. */
export function main(args: readonly string[]): number {
  const read = readArguments(args)
  if (read.kind === 'problem') {
    console.error(`${read.why}\n\n${USAGE}`)
    return 2
  }
  switch (read.command) {
    case 'help':
      console.log(USAGE)
      return 0
    case 'check':
      return check(read)
    case 'simulate':
      return runScenario(read)
    case 'test':
      return testFolders(read)
    case 'new':
      return scaffold(read)
    default:
      return read.command satisfies never
  }
}
