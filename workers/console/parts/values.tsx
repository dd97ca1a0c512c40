import type { Child } from 'hono/jsx'
import { eventWords } from '../../../schema/event-words.ts'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'
import { Moment, numeral } from './moment.tsx'
import { short } from './names.tsx'
import { reasonWords } from './reasons.ts'
import { statusWord } from './status.tsx'

const say = words({ yes: ['yes', '是'], no: ['no', '否'], more: ['all of it', '查看全部'] })

const SHOWN_MAX = 6
const SHOWN_CHARS = 140
/** A type of event, or a reason that names one. */
const EVENT = /^(exit: )?[a-z]+\.[a-z_]+$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/** What something was given or gave: plain values one by one, ids left out; what is larger opens as it is. */
export function Values({ visit, title, value }: { visit: Visit; title: string; value: unknown }) {
  if (value === undefined || value === null) return null
  const { plain, isWhole } = plainOf(value)
  return (
    <>
      {plain.length > 0 && (
        <div class="values">
          <span class="quiet">{title}</span>
          {plain.map(([name, one]) => (
            <span class="value-pair">
              {name !== '' && <span class="quiet">{name}</span>} {shown(visit, one)}
            </span>
          ))}
        </div>
      )}
      {!isWhole && (
        <details>
          <summary>{plain.length > 0 ? `${title}: ${say(visit.locale).more}` : title}</summary>
          <pre tabindex={0}>{JSON.stringify(value, null, 2)}</pre>
        </details>
      )}
    </>
  )
}

type Plain = string | number | boolean

/** Values that stand in a line, and whether that is all there is. */
function plainOf(value: unknown): { plain: [string, Plain][]; isWhole: boolean } {
  if (isPlain(value)) return { plain: [['', value]], isWhole: String(value).length <= SHOWN_CHARS }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { plain: [], isWhole: false }
  const entries = Object.entries(value)
  const plain = entries
    .filter((pair): pair is [string, Plain] => isPlain(pair[1]) && !/(^|_)id$/.test(pair[0]))
    .slice(0, SHOWN_MAX)
  const isWhole = entries.every(([, one]) => isPlain(one) && String(one).length <= SHOWN_CHARS)
  return { plain, isWhole: isWhole && entries.length <= SHOWN_MAX }
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function shown(visit: Visit, value: Plain): Child {
  const w = say(visit.locale)
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (typeof value === 'number') return numeral(visit, value)
  if (INSTANT.test(value)) return <Moment visit={visit} at={value} />
  const said = EVENT.test(value) ? reasonWords(visit, eventWords(value, visit.locale)) : statusWord(visit, value)
  return <span dir="auto">{short(said, SHOWN_CHARS)}</span>
}
