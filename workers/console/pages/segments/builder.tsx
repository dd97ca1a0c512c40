import {
  comparisonsOf,
  FIELDS,
  GROUPS_MAX,
  type Group,
  isField,
  ROWS_MAX,
  type Row,
  type Rows,
} from '../../../../workflows/segments/rows.ts'
import type { RowProblem } from '../../../../workflows/segments/write-rows.ts'
import type { Choice } from '../../parts/tabs.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'
import { sayComparison, sayField, sayRowProblem } from './labels.ts'

const say = words({
  group: ['Group {g}', '第 {g} 组'],
  groups: ['How the groups go together', '各组之间的关系'],
  together: ['How its conditions go together', '组内条件的关系'],
  all: ['all of these hold', '全部满足'],
  any: ['any of these holds', '满足任一'],
  allGroups: ['every group holds', '每组都满足'],
  anyGroup: ['any group holds', '任一组满足'],
  and: ['and', '且'],
  or: ['or', '或'],
  add: ['Add a condition', '添加条件'],
  addGroup: ['Add a group', '添加条件组'],
  drop: ['Remove condition {r} of group {g}', '删除第 {g} 组第 {r} 个条件'],
  field: ['Condition {r} of group {g}: what', '第 {g} 组条件 {r}：字段'],
  is: ['Condition {r} of group {g}: how', '第 {g} 组条件 {r}：比较'],
  value: ['Condition {r} of group {g}: value', '第 {g} 组条件 {r}：值'],
  key: ['Condition {r} of group {g}: name of the attribute', '第 {g} 组条件 {r}：属性名称'],
  keyHint: ['such as city', '例如 city'],
  days: ['days', '天'],
})

type Given = {
  visit: Visit
  rows: Rows
  problems: readonly RowProblem[]
  /** What there is to choose from, by field. */
  choices: Readonly<Record<string, readonly Choice[]>>
}

/** Conditions as rows. Each button sends the form and has it drawn again, with or without scripts. */
export function Builder({ visit, rows, problems, choices }: Given) {
  const w = say(visit.locale)
  return (
    <div class="builder">
      {rows.groups.length > 1 ? (
        <select name="join" aria-label={w.groups} data-live class="joins">
          <option value="all" selected={rows.join === 'all'}>
            {w.allGroups}
          </option>
          <option value="any" selected={rows.join === 'any'}>
            {w.anyGroup}
          </option>
        </select>
      ) : (
        <input type="hidden" name="join" value={rows.join} />
      )}
      {rows.groups.map((group, g) => (
        <>
          {g > 0 && <div class="between-groups">{rows.join === 'all' ? w.and : w.or}</div>}
          <GroupFields visit={visit} group={group} g={g} problems={problems} choices={choices} />
        </>
      ))}
      {rows.groups.length < GROUPS_MAX && (
        <button type="submit" name="verb" value="group" formnovalidate data-live>
          {w.addGroup}
        </button>
      )}
    </div>
  )
}

type InGroup = Omit<Given, 'rows'> & { group: Group; g: number }

function GroupFields({ visit, group, g, problems, choices }: InGroup) {
  const w = say(visit.locale)
  return (
    <fieldset>
      <legend>{fill(w.group, { g: g + 1 })}</legend>
      <select name={`g${g}.join`} aria-label={`${fill(w.group, { g: g + 1 })}: ${w.together}`} data-live class="joins">
        <option value="all" selected={group.join === 'all'}>
          {w.all}
        </option>
        <option value="any" selected={group.join === 'any'}>
          {w.any}
        </option>
      </select>
      {group.rows.map((row, r) => (
        <RowFields
          visit={visit}
          row={row}
          place={{ g, r }}
          wrong={problems.find(({ place }) => place === `${g}.${r}`)?.why}
          choices={choices[row.field] ?? []}
        />
      ))}
      {group.rows.length < ROWS_MAX && (
        <button type="submit" name="verb" value={`add:${g}`} formnovalidate data-live class="plain">
          + {w.add}
        </button>
      )}
    </fieldset>
  )
}

type InRow = {
  visit: Visit
  row: Row
  place: { g: number; r: number }
  wrong: RowProblem['why'] | undefined
  choices: readonly Choice[]
}

function RowFields({ visit, row, place: { g, r }, wrong, choices }: InRow) {
  const w = say(visit.locale)
  const at = `g${g}.r${r}`
  const spoken = (text: string) => fill(text, { g: g + 1, r: r + 1 })
  const kind = isField(row.field) ? FIELDS[row.field] : undefined
  const compared = sayComparison(visit.locale) as Record<string, string>
  return (
    <div class="condition">
      <input type="hidden" name={`${at}.was`} value={row.field} />
      <Select
        name={`${at}.field`}
        label={spoken(w.field)}
        value={row.field}
        choices={Object.entries(sayField(visit.locale))}
        isLive
      />
      {kind === 'attribute' && (
        <input
          name={`${at}.key`}
          id={`${at}.key`}
          value={row.key}
          aria-label={spoken(w.key)}
          placeholder={w.keyHint}
          maxlength={60}
        />
      )}
      <Select
        name={`${at}.is`}
        label={spoken(w.is)}
        value={row.is}
        choices={Object.keys(comparisonsOf(row.field)).map((is) => [
          is,
          compared[`${kind}.${is}`] ?? compared[is] ?? is,
        ])}
        isLive
      />
      <Value visit={visit} row={row} at={at} label={spoken(w.value)} wrong={wrong} choices={choices} />
      <button
        type="submit"
        name="verb"
        value={`drop:${g}.${r}`}
        formnovalidate
        data-live
        class="plain"
        aria-label={spoken(w.drop)}
      >
        ×
      </button>
      {wrong !== undefined && (
        <span class="wrong" id={`${at}-wrong`}>
          {sayRowProblem(visit.locale)[wrong]}
        </span>
      )}
    </div>
  )
}

const TYPES = { text: 'text', number: 'text', days: 'text', instant: 'datetime-local' } as const

function Value({ visit, row, at, label, wrong, choices }: Omit<InRow, 'place'> & { at: string; label: string }) {
  const takes = comparisonsOf(row.field)[row.is]?.takes
  if (takes === undefined) return <span />
  const about = {
    ...(wrong !== undefined && { 'aria-invalid': 'true' as const, 'aria-describedby': `${at}-wrong` }),
  }
  if (takes === 'text' && choices.length > 0)
    return <Select name={`${at}.value`} label={label} value={row.value} choices={choices} about={about} isLive />
  return (
    <span class="row">
      <input
        type={TYPES[takes]}
        name={`${at}.value`}
        id={`${at}.value`}
        value={row.value}
        aria-label={label}
        maxlength={200}
        {...(takes !== 'text' && takes !== 'instant' && { inputmode: 'decimal' as const })}
        {...about}
      />
      {takes === 'days' && <span class="quiet">{say(visit.locale).days}</span>}
    </span>
  )
}

type Chosen = {
  name: string
  label: string
  value: string
  choices: readonly Choice[]
  about?: Record<string, string>
  isLive?: boolean
}

function Select({ name, label, value, choices, about = {}, isLive = false }: Chosen) {
  const isKnown = choices.some(([one]) => one === value)
  return (
    <select name={name} id={name} aria-label={label} {...about} {...(isLive && { 'data-live': true })}>
      {!isKnown && (
        <option value={value} selected>
          {value}
        </option>
      )}
      {choices.map(([one, title]) => (
        <option value={one} selected={one === value}>
          {title}
        </option>
      ))}
    </select>
  )
}
