import type { Child } from 'hono/jsx'

/** Nothing here yet: what would be, and what to do next. */
export function Empty({ title, sub, children }: { title: string; sub?: Child; children?: Child }) {
  return (
    <div class="card empty">
      <h2>{title}</h2>
      {sub && <p>{sub}</p>}
      {children && <div class="row middle">{children}</div>}
    </div>
  )
}
