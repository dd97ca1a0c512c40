import type { Child } from 'hono/jsx'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import type { Page } from '../site.ts'
import { type Column, List } from './list.tsx'
import { refusal } from './refusal.tsx'

type Listing<T> = {
  /** Of the API. */
  from: string
  query?: Record<string, string | number | undefined>
  /** Of those, only these are shown. */
  keep?: (item: T) => boolean
  title: string
  sub?: Child
  acts?: Child
  crumbs?: readonly { title: string; path: string }[]
  /** Between the title and the list: tabs, filters. */
  above?: Child
  below?: Child
  columns: readonly Column<T>[] | ((items: readonly T[]) => readonly Column<T>[] | Promise<readonly Column<T>[]>)
  empty: { title: string; sub?: Child; acts?: Child }
  /** Look again after so many seconds while any of them is going on. */
  again?: { seconds: number; while: (item: T) => boolean }
}

/** A whole page that is a list of the API: asked, refused or shown, page by page. */
export async function listing<T>(c: Page, given: Listing<T>): Promise<Response> {
  const { visit } = c.var
  const { from, query = {}, keep = () => true, above, below, columns, empty, again, ...head } = given
  const listed = await visit.api.get<Listed<T>>(from, { ...query, cursor: c.req.query('cursor') })
  if (listed.kind === 'refused') return refusal(c, listed)
  const { items: all, next_cursor } = listed.body
  const items = all.filter(keep)
  return show(c, {
    ...head,
    ...(again && items.some(again.while) && { againSeconds: again.seconds }),
    children: (
      <>
        {above}
        <List
          visit={visit}
          label={head.title}
          items={items}
          nextCursor={next_cursor ?? null}
          empty={empty}
          columns={typeof columns === 'function' ? await columns(items) : columns}
        />
        {below}
      </>
    ),
  })
}
