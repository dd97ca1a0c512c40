import { parseTemplate } from '../language/text.ts'
import { type Problem, pathText } from './problem.ts'
import type { Reading } from './readings.ts'
import { variables } from './rules/variables.ts'
import { templateUses } from './template-uses.ts'

/**
 * A text of the shared library, checked like one of a workflow's own. A name alone may be what `{{t}}` hands over, so it
 * may be anything; which steps, inputs and variables there are is known only where it is used.
 */
export function checkTexts(locales: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(locales).flatMap(([locale, source]) => {
    const path = locale === '' ? ['text'] : ['text', locale]
    const parsed = parseTemplate(source)
    if (parsed.kind === 'problem') return [{ path: pathText(path), ...parsed.problem }]
    const { uses, ...found } = templateUses(source)
    const plain = uses.filter(({ names }) => names.length > 1 || names[0] === 'secrets')
    const reading: Reading = { kind: 'template', path, source, uses: plain, ...found }
    return variables({ readings: [reading], steps: [], known: {} })
      .filter(({ severity }) => severity === 'error')
      .map(({ severity: _, ...problem }) => ({ ...problem, path: pathText(problem.path) }))
  })
}
