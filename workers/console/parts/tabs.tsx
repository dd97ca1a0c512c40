import type { Visit } from '../site.ts'

export type Choice = readonly [value: string, title: string]

/** Views of one page, each with an address of its own: the query parameter `name` says which. The empty one is left out. */
export function Tabs(given: {
  visit: Visit
  label: string
  name: string
  current: string
  choices: readonly Choice[]
}) {
  const { visit, label, name, current, choices } = given
  return (
    <nav class="tabs" aria-label={label}>
      {choices.map(([value, title]) => (
        <a href={pathWith(visit, { [name]: value })} {...(value === current && { 'aria-current': 'page' })}>
          {title}
        </a>
      ))}
    </nav>
  )
}

/** This page with other query parameters, from its first page on; empty ones are left out. */
export function pathWith({ path }: Visit, changes: Record<string, string>): string {
  const url = new URL(path, 'https://inside')
  url.searchParams.delete('cursor')
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  return `${url.pathname}${url.search}`
}
