import type { DefinitionShape } from '../../schema/definition.ts'
import type { InputShape } from '../../schema/input.ts'
import type { Json } from '../../schema/json.ts'
import { compileRegex } from '../language/regex.ts'
import { wrongValue } from './inputs.ts'
import type { Problem } from './problem.ts'

/** What is wrong with the inputs as declared: limits that contradict, and defaults that they would not take. */
export function checkDefaults(definition: DefinitionShape): Problem[] {
  return Object.entries(definition.inputs).flatMap(([name, spec]) => {
    const path = `inputs.${name}`
    const own = declared(path, spec)
    if (own.length > 0 || spec.default === undefined || spec.default === null) return own
    const wrong = wrongValue(spec, spec.default as Json)
    return wrong === undefined ? [] : [{ path: `${path}.default`, message: `the default ${wrong}` }]
  })
}

function declared(path: string, spec: InputShape): Problem[] {
  const problems: Problem[] = []
  if (spec.type === 'enum' && (spec.options ?? []).length === 0)
    problems.push({ path, message: 'an input of type `enum` needs `options`' })
  if (spec.min !== undefined && spec.max !== undefined && spec.min > spec.max)
    problems.push({ path: `${path}.min`, message: `\`min\` ${spec.min} is more than \`max\` ${spec.max}` })
  if (spec.pattern !== undefined) {
    const compiled = compileRegex(spec.pattern)
    if (compiled.kind === 'problem')
      problems.push({ path: `${path}.pattern`, message: compiled.message, line: 1, column: compiled.at + 1 })
  }
  return problems
}
