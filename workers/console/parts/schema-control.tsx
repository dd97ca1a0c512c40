import { words } from '../words.ts'
import type { SchemaGiven } from './schema-form.tsx'
import { type FormSchema, isRecord, kindOf } from './schema-kinds.ts'

const say = words({ none: ['–', '–'], en: ['in English', '英文'], zh: ['in Chinese', '中文'] })

export type About = { id: string; name: string; 'aria-describedby': string; 'aria-invalid'?: 'true' }

type Asked = {
  given: SchemaGiven
  schema: FormSchema
  value: unknown
  about: About
  title: string
  isRequired: boolean
}

/** What somebody writes in or chooses from. */
export function Control(asked: Asked) {
  const { given, schema, value, about } = asked
  const isRequired = asked.isRequired && !given.isRow
  const shown = value === undefined ? schema.default : value
  if (given.isSecret) return <Secret asked={asked} />
  switch (kindOf(schema)) {
    case 'choice':
      return (
        <select {...about} required={isRequired}>
          {!asked.isRequired && schema.default === undefined && (
            <option value="">{say(given.visit.locale).none}</option>
          )}
          {(schema.enum ?? []).map((one) => (
            <option value={String(one)} selected={one === shown}>
              {wordOf(given, one)}
            </option>
          ))}
        </select>
      )
    case 'choices':
      return <Choices asked={asked} chosen={Array.isArray(shown) ? shown : []} />
    case 'boolean':
      return <input {...about} type="checkbox" value="true" checked={shown === true} />
    case 'number':
      return (
        <input
          {...about}
          type="number"
          step={schema.type === 'integer' ? '1' : 'any'}
          min={schema.minimum}
          max={schema.maximum}
          value={shown === undefined || shown === null ? '' : String(shown)}
          required={isRequired}
        />
      )
    case 'local':
      return <LocalFields asked={asked} value={shown} isLong={isLong(schema)} />
    case 'list':
      return <textarea {...about}>{Array.isArray(shown) ? shown.join('\n') : ''}</textarea>
    case 'lists':
      return <textarea {...about}>{linesOf(shown)}</textarea>
    case 'json':
      return (
        <textarea {...about} class="mono" spellcheck={false}>
          {shown === undefined || shown === null ? '' : JSON.stringify(shown, null, 2)}
        </textarea>
      )
    default: {
      const text = typeof shown === 'string' ? shown : ''
      if ((schema.maxLength ?? 0) > LONG_CHARS) return <textarea {...about}>{text}</textarea>
      const known = given.suggestions?.[about.name.replace(/\.\d+(?=\.|$)/g, '')]
      if (!known) return <input {...about} value={text} required={isRequired} />
      return <Suggested about={about} value={text} known={known} />
    }
  }
}

/** Anything may be written; what is there already is offered. */
function Suggested({ about, value, known }: { about: About; value: string; known: readonly string[] }) {
  const list = `${about.id}-known`
  return (
    <>
      <input {...about} value={value} list={list} />
      <datalist id={list}>
        {known.map((one) => (
          <option value={one} />
        ))}
      </datalist>
    </>
  )
}

function Secret({ asked: { given, about, isRequired } }: { asked: Asked }) {
  const isSet = given.secret?.has(about.name.slice(given.prefix.length)) ?? false
  return (
    <input
      {...about}
      type="password"
      autocomplete="new-password"
      required={isRequired && !isSet}
      {...(isSet && { placeholder: '••••••••' })}
    />
  )
}

/** Any of a few, each with a box. */
function Choices({ asked: { given, schema, about }, chosen }: { asked: Asked; chosen: readonly unknown[] }) {
  return (
    <div class="boxes">
      {(schema.items?.enum ?? []).map((one) => (
        <label>
          <input type="checkbox" name={about.name} value={String(one)} checked={chosen.includes(one)} />
          {wordOf(given, one)}
        </label>
      ))}
    </div>
  )
}

/** One text for each of our languages; other languages that are there already stay. */
function LocalFields({
  asked: { given, about, title },
  value,
  isLong,
}: {
  asked: Asked
  value: unknown
  isLong: boolean
}) {
  const w = say(given.visit.locale)
  const texts: Record<string, unknown> = isRecord(value) ? value : { en: value }
  return (
    <>
      {[...new Set(['en', 'zh-CN', ...Object.keys(texts)])].map((locale) => {
        const language = locale === 'en' ? w.en : locale === 'zh-CN' ? w.zh : locale
        const own = {
          ...about,
          id: locale === 'en' ? about.id : `${about.id}:${locale}`,
          name: `${about.name}:${locale}`,
          'aria-label': `${title}, ${language}`,
          lang: locale,
          placeholder: locale,
        }
        const text = typeof texts[locale] === 'string' ? (texts[locale] as string) : ''
        return isLong ? <textarea {...own}>{text}</textarea> : <input {...own} value={text} />
      })}
    </>
  )
}

const LONG_CHARS = 500

function isLong({ maxLength = 0, anyOf = [], additionalProperties: inner }: FormSchema): boolean {
  const texts = [
    { maxLength },
    ...anyOf.filter(({ type }) => type === 'string'),
    ...(typeof inner === 'object' ? [inner] : []),
  ]
  return texts.some((one) => (one.maxLength ?? 0) > LONG_CHARS)
}

function wordOf({ visit, choices = {} }: SchemaGiven, value: unknown): string {
  return choices[String(value)]?.[visit.locale === 'zh-CN' ? 1 : 0] ?? String(value)
}

function linesOf(lists: unknown): string {
  return Array.isArray(lists) ? lists.map((list) => [list].flat().join(', ')).join('\n') : ''
}
