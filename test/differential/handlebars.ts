// Random templates and data through our `compile` and handlebars' own. They must give the same text or the same error.
// `node test/differential/handlebars.ts [cases] [seed]`; not a vitest file, since handlebars generates code.
import fc from 'fast-check'
import Handlebars from 'handlebars'
import { compile } from '../../workflows/language/handlebars.ts'
import { type Rendering, renderings } from './handlebars-cases.ts'
import { enliven } from './handlebars-contexts.ts'
import { helpers } from './handlebars-helpers.ts'

type Outcome = { text: string } | { error: string }
type Compile = (environment: typeof Handlebars, source: string, options: CompileOptions) => HandlebarsTemplateDelegate

const theirs: Compile = (environment, source, given) => environment.compile(source, given)
const ours: Compile = (environment, source, given) => compile(environment, source, given)

// What handlebars says once per name of denied properties is not part of the output.
Handlebars.logger.level = 4

function outcome(compileWith: Compile, { source, partials, context, options: given }: Rendering): Outcome {
  const environment = Handlebars.create()
  const { common, ...passed } = partials
  environment.registerHelper(helpers(environment))
  environment.registerPartial('common', common)
  try {
    const template = compileWith(environment, source, given.compile)
    const render = () =>
      template(enliven(environment, context), { ...structuredClone(given.runtime), partials: passed })
    const first = render()
    return { text: `${first}${render() === first ? '' : ' (another text the second time)'}` }
  } catch (error) {
    return { error: describe(error) }
  }
}

// Handlebars merges equal programs, so it may report the place of an earlier one. V8 words a TypeError after the code.
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof RangeError || 'limit' in error) return 'recursion without end'
  return error instanceof TypeError ? 'TypeError' : error.message.replace(/ - \d+:\d+$/, '')
}

const [cases = '5000', seed] = process.argv.slice(2)
const samples = fc.sample(renderings, { numRuns: Number(cases), ...(seed && { seed: Number(seed) }) })

const kinds = { text: 0, error: 0 }
const failures = samples.filter((sample) => {
  const expected = outcome(theirs, sample)
  kinds['text' in expected ? 'text' : 'error'] += 1
  const actual = outcome(ours, sample)
  if (JSON.stringify(actual) === JSON.stringify(expected)) return false
  console.error(JSON.stringify({ sample, expected, actual }, null, 2))
  return true
})

console.log(`${kinds.text} render, ${kinds.error} fail in handlebars itself`)
console.log(`${samples.length - failures.length} passed, ${failures.length} failed`)
process.exitCode = failures.length > 0 ? 1 : 0
