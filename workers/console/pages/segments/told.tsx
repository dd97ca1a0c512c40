import {
  comparisonsOf,
  FIELDS,
  isField,
  type Joined,
  type Row,
  type Rows,
} from '../../../../workflows/segments/rows.ts'
import { Moment } from '../../parts/moment.tsx'
import { short } from '../../parts/names.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'
import { sayComparison, sayField } from './labels.ts'

const say = words({ and: ['and', '且'], or: ['or', '或'], days: ['days', '天'] })

/** Conditions as people say them. */
export function RowsInWords({ visit, rows: { join, groups } }: { visit: Visit; rows: Rows }) {
  return (
    <>
      {groups.map((group, g) => (
        <>
          {g > 0 && <Between visit={visit} join={join} />}
          {groups.length > 1 && group.rows.length > 1 && '('}
          {group.rows.map((row, r) => (
            <>
              {r > 0 && <Between visit={visit} join={group.join} />}
              <RowInWords visit={visit} row={row} />
            </>
          ))}
          {groups.length > 1 && group.rows.length > 1 && ')'}
        </>
      ))}
    </>
  )
}

function Between({ visit, join }: { visit: Visit; join: Joined }) {
  const w = say(visit.locale)
  return <span class="quiet"> {join === 'all' ? w.and : w.or} </span>
}

function RowInWords({ visit, row: { field, key, is, value } }: { visit: Visit; row: Row }) {
  const compared = sayComparison(visit.locale) as Record<string, string>
  const kind = isField(field) ? FIELDS[field] : ''
  const takes = comparisonsOf(field)[is]?.takes
  const what = key !== '' ? key : isField(field) ? sayField(visit.locale)[field] : field
  return (
    <>
      {what} {compared[`${kind}.${is}`] ?? compared[is]}{' '}
      {takes === 'instant' ? <Moment visit={visit} at={value} /> : <strong dir="auto">{short(value)}</strong>}
    </>
  )
}
