import type { Child } from 'hono/jsx'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'
import { Empty } from './empty.tsx'

const say = words({ more: ['Next page', '下一页'], first: ['First page', '第一页'] })

export type Column<T> = { title: string; num?: boolean; tight?: boolean; show: (item: T) => Child }

/** A list as a table; without items, what to do next instead. */
export function List<T>(given: {
  visit: Visit
  items: readonly T[]
  columns: readonly Column<T>[]
  nextCursor: string | null
  empty: { title: string; sub?: Child; acts?: Child }
  label: string
}) {
  const { items, columns, empty, label } = given
  if (items.length === 0)
    return (
      <Empty title={empty.title} sub={empty.sub}>
        {empty.acts}
      </Empty>
    )
  return (
    <>
      <Table items={items} columns={columns} label={label} />
      <Pager visit={given.visit} nextCursor={given.nextCursor} />
    </>
  )
}

/** Items as a table that scrolls sideways where it must. */
export function Table<T>(given: { items: readonly T[]; columns: readonly Column<T>[]; label: string }) {
  const { items, columns, label } = given
  return (
    <div class="card list">
      <section class="scroll" aria-label={label} tabindex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" class={classOf(column)}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr>
                {columns.map((column) => (
                  <td class={classOf(column)}>{column.show(item)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function classOf<T>({ num, tight }: Column<T>): string | undefined {
  const names = [num && 'num', tight && 'tight'].filter(Boolean)
  return names.length > 0 ? names.join(' ') : undefined
}

/** On to the next page by cursor; back is the browser's own. */
function Pager({ visit, nextCursor }: { visit: Visit; nextCursor: string | null }) {
  const w = say(visit.locale)
  const url = new URL(visit.path, 'https://inside')
  const isFirst = !url.searchParams.has('cursor')
  if (nextCursor === null && isFirst) return null
  url.searchParams.delete('cursor')
  const first = `${url.pathname}${url.search}`
  if (nextCursor !== null) url.searchParams.set('cursor', nextCursor)
  return (
    <div class="pager">
      {!isFirst && (
        <a class="button" href={first}>
          {w.first}
        </a>
      )}
      {nextCursor !== null && (
        <a class="button" href={`${url.pathname}${url.search}`} rel="next">
          {w.more}
        </a>
      )}
    </div>
  )
}
