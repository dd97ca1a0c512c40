import type { Visit } from '../site.ts'
import { words } from '../words.ts'
import type { Choice } from './tabs.tsx'

const say = words({ filter: ['Filter', '筛选'], all: ['all', '全部'], clear: ['Clear', '清除'] })

export type Filter = {
  name: string
  label: string
  value: string
  /** What there is to choose from; without it the field is free. The empty choice is added. */
  choices?: readonly Choice[]
  placeholder?: string
  wide?: boolean
  /** Such as `date`; else what is searched for. */
  type?: string
}

/** What narrows a list, as a form that is a query: choices are sent as soon as they are made. */
export function Filters({ visit, filters, go }: { visit: Visit; filters: readonly Filter[]; go?: string }) {
  const w = say(visit.locale)
  const [here = '/'] = visit.path.split('?')
  return (
    <form class="filters" method="get" action={here}>
      {filters.map(({ name, label, value, choices, placeholder, wide, type = 'search' }) => (
        <div class={wide ? 'wide' : undefined}>
          <label for={`filter-${name}`}>{label}</label>
          {choices ? (
            <select id={`filter-${name}`} name={name} data-sends>
              <option value="">{w.all}</option>
              {choices.map(([one, title]) => (
                <option value={one} selected={one === value}>
                  {title}
                </option>
              ))}
            </select>
          ) : (
            <input id={`filter-${name}`} name={name} type={type} value={value} placeholder={placeholder} />
          )}
        </div>
      ))}
      <button type="submit">{go ?? w.filter}</button>
      {filters.some(({ value }) => value !== '') && (
        <a class="button plain" href={here}>
          {w.clear}
        </a>
      )}
    </form>
  )
}
