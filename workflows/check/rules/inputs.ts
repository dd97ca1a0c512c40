import { suggest } from '../../language/expressions/suggest.ts'
import { at, error, type Finding, type Subject, warning } from '../finding.ts'

/** Inputs that are read but not declared, and the other way round. */
export function inputs({ definition, readings }: Subject): Finding[] {
  const declared = Object.keys(definition.inputs)
  const used = new Set<string>()
  const found: Finding[] = []
  for (const { path, uses } of readings)
    for (const use of uses) {
      const [root, name] = use.names
      if (root !== 'inputs') continue
      if (name === undefined) for (const one of declared) used.add(one)
      else if (declared.includes(name)) used.add(name)
      else if (!use.guarded) found.push(at(use, error(path, `there is no input \`${name}\``, near(name, declared))))
    }
  for (const name of declared)
    if (!used.has(name)) found.push(warning(['inputs', name], `the input \`${name}\` is never used`))
  return found
}

function near(name: string, declared: readonly string[]): string {
  const meant = suggest(name, declared)
  if (meant) return `did you mean \`inputs.${meant}\`?`
  return declared.length > 0 ? `the inputs are ${declared.join(', ')}` : 'declare it in `inputs`'
}
