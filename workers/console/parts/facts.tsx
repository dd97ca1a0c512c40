import type { Child } from 'hono/jsx'

export type Fact = readonly [title: string, value: Child]

/** What is known of one thing, each with its name. What is not known is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
        .map(([title, value]) => (
          <>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}
