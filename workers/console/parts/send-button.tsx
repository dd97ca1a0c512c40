import type { Child } from 'hono/jsx'
import type { Visit } from '../site.ts'

/** A button that does something: a form of its own, with what it sends. */
export function SendButton(given: {
  visit: Visit
  to: string
  values?: Record<string, string>
  /** Asked before it is sent. */
  confirm?: string
  class?: string
  disabled?: boolean
  children?: Child
}) {
  const { visit, to, values = {}, confirm } = given
  return (
    <form method="post" action={to} {...(confirm !== undefined && { 'data-confirm': confirm })}>
      <Csrf visit={visit} />
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={given.class} disabled={given.disabled}>
        {given.children}
      </button>
    </form>
  )
}

/** What the Enter key does in a form whose first button does something smaller. */
export function EnterSends() {
  return <button type="submit" hidden />
}

/** What every form must carry. */
export function Csrf({ visit }: { visit: Visit }) {
  return (
    <>
      <input type="hidden" name="_csrf" value={visit.csrf} />
      <input type="hidden" name="_back" value={visit.path} />
      <input type="hidden" name="_once" value={visit.nonce} />
    </>
  )
}
