import { type Finding, type Subject, warning } from '../finding.ts'
import type { StepAt } from '../steps.ts'

export type Category = 'transactional' | 'lifecycle' | 'promotional'

/** What a message is sent as, or undefined for a step that sends none or leaves it to an expression. */
export function categoryOf({ step }: StepAt, subject: Subject): Category | undefined {
  if (!('do' in step) || !step.do.startsWith('message.')) return undefined
  const own = step.with.category
  if (own !== undefined && own !== 'transactional' && own !== 'lifecycle' && own !== 'promotional') return undefined
  return own ?? subject.definition.settings.category ?? 'promotional'
}

/** Promotion asks for consent, and for a goal to be measured by. */
export function messages(subject: Subject): Finding[] {
  const promotional = subject.steps.find((step) => categoryOf(step, subject) === 'promotional')
  if (!promotional) return []
  const found: Finding[] = []
  const asksConsent = subject.readings.some(({ uses }) =>
    uses.some(({ names }) => names.slice(0, 2).join('.') === 'contact.consents'),
  )
  if (!asksConsent)
    found.push(
      warning(
        promotional.path,
        'a promotional message, and nothing here asks for consent',
        'only those who withdrew it are skipped; ask `contact.consents` in `conditions`, or set a `category`',
      ),
    )
  if (!subject.definition.goal)
    found.push(warning(['goal'], 'a promotional workflow without a `goal`', 'a goal shows whether it works'))
  return found
}
