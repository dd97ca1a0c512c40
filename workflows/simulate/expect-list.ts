import { compileRegex } from '../language/regex.ts'

type Listed = Readonly<Record<string, unknown>>

/** All tasks, alerts or events for others, in order: of each only what is written is asked. */
export function listDifferences(what: string, found: readonly Listed[], expected: readonly Listed[]): string[] {
  const told: string[] = []
  for (let i = 0; i < Math.max(found.length, expected.length); i++) {
    const [one, want] = [found[i], expected[i]]
    if (!one) told.push(`${what} ${i + 1} never came:\n    expected ${JSON.stringify(want)}`)
    else if (!want) told.push(`${what} ${i + 1} was not expected:\n    ${JSON.stringify(one)}`)
    else {
      const wrong = Object.keys(want).find((name) => !fits(one, name, want[name]))
      if (wrong !== undefined)
        told.push(
          `${what} ${i + 1} is another one (${wrong}):\n    expected ${JSON.stringify(want)}\n    found    ${JSON.stringify(one)}`,
        )
    }
  }
  return told
}

function fits(one: Listed, name: string, value: unknown): boolean {
  if (name.endsWith('_matches')) return matchesPattern(String(value), String(one[name.replace('_matches', '')]))
  if (name === 'data') return JSON.stringify(one[name]) === JSON.stringify(value)
  if (name !== 'at' && name !== 'due_at') return one[name] === value
  const found = one[name]
  return value === null || found === null ? found === value : Date.parse(String(found)) === Date.parse(String(value))
}

export function matchesPattern(pattern: string, text: string): boolean {
  const compiled = compileRegex(pattern)
  return compiled.kind === 'regex' && compiled.regex.test(text)
}
