import type { Child } from 'hono/jsx'
import type { Visit } from '../site.ts'
import { fill, words } from '../words.ts'
import { type About, Control } from './schema-control.tsx'
import { entryOf, type FormSchema, isRecord, kindOf, withoutNull } from './schema-kinds.ts'

const say = words({
  lines: ['One a line.', '每行一个。'],
  lists: ['One group a line, with commas between.', '每行一组，用逗号分隔。'],
  json: ['As JSON.', '以 JSON 书写。'],
  kept: ['Set. Left empty, it stays.', '已设置，留空则保持不变。'],
  optional: ['optional', '可选'],
  default: ['Default: {value}', '默认：{value}'],
  on: ['on', '开启'],
  off: ['off', '关闭'],
  row: ['{title} {n}', '{title} {n}'],
  fresh: ['{title}: another one', '{title}：再加一个'],
  emptied: ['What is emptied is removed.', '清空的一项会被移除。'],
  name: ['Name', '名称'],
})

/** How a field is called, and what helps to fill it in. */
export type Label = readonly [en: string, zh: string, enHint?: string, zhHint?: string]

export type SchemaGiven = {
  visit: Visit
  schema: FormSchema
  /** The names of the fields begin so. */
  prefix: string
  values: Record<string, unknown>
  /** The place of these values in what the API takes, as its problems and `labels` name it: `levels.0.`. */
  place?: string
  /** Fields whose values are kept and never shown. */
  secret?: ReadonlySet<string>
  isSecret?: boolean
  /** By name, or by place without the numbers of rows. */
  labels?: Readonly<Record<string, Label>> | undefined
  /** What there is to choose from, as people say it. */
  choices?: Readonly<Record<string, readonly [en: string, zh: string]>>
  /** Whether each field says what holds when nobody says anything. */
  tellsDefaults?: boolean
  /** What is wrong, by place. */
  wrong?: ReadonlyMap<string, string>
  /** What is there already and may be named, by place. */
  suggestions?: Readonly<Record<string, readonly string[]>>
  /** One of several of the same: what is emptied goes. */
  isRow?: boolean
}

/** Fields for an object, as its schema describes it. What no field fits is asked for as JSON. */
export function SchemaForm(given: SchemaGiven) {
  const { schema } = given
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, inner]) => (
        <SchemaField given={given} name={name} schema={inner} isRequired={schema.required?.includes(name) ?? false} />
      ))}
    </>
  )
}

type Asked = { given: SchemaGiven; name: string; schema: FormSchema; isRequired: boolean }

export function SchemaField({ given, name, schema: written, isRequired }: Asked) {
  const { prefix, values, place = '' } = given
  const schema = withoutNull(written)
  const value = values[name]
  const id = `${prefix}${name}`
  const asked = { given, name, schema, isRequired }
  switch (kindOf(schema)) {
    case 'object':
      return (
        <Group asked={asked}>
          <SchemaForm
            {...given}
            schema={schema}
            prefix={`${id}.`}
            place={`${place}${name}.`}
            values={isRecord(value) ? value : {}}
          />
        </Group>
      )
    case 'rows':
      return <Rows asked={asked} rows={rowsOf(value ?? schema.default)} item={schema.items ?? {}} />
    case 'map':
      return <Rows asked={asked} rows={entriesOf(value ?? schema.default)} item={entryOf(schema)} />
    default:
      return <Plain asked={asked} value={value} />
  }
}

/** One field, with its name, what helps, and what was wrong with it. */
function Plain({ asked: { given, name, schema, isRequired }, value }: { asked: Asked; value: unknown }) {
  const { visit, place = '' } = given
  const w = say(visit.locale)
  const id = `${given.prefix}${name}`
  const { title, hint } = said(given, name, schema)
  const kind = kindOf(schema)
  const wrong = wrongAt(given, `${place}${name}`)
  const about: About = {
    id,
    name: id,
    'aria-describedby': wrong === undefined ? `${id}-hint` : `${id}-hint ${id}-wrong`,
    ...(wrong !== undefined && { 'aria-invalid': 'true' as const }),
  }
  const isOptional =
    !isRequired && !given.isRow && kind !== 'boolean' && kind !== 'choices' && schema.default === undefined
  const says = kind === 'choices' ? { role: 'group', 'aria-labelledby': `${id}-name` } : {}
  return (
    <div class={kind === 'choices' ? 'field set' : 'field'} {...says}>
      {kind === 'choices' ? (
        <span class="name" id={`${id}-name`}>
          {title}
        </span>
      ) : (
        <label for={id}>
          {title} {isOptional && <small>({w.optional})</small>}
        </label>
      )}
      <Control given={given} schema={schema} value={value} about={about} title={title} isRequired={isRequired} />
      <span class="hint" id={`${id}-hint`}>
        {hint} {kind === 'list' && w.lines} {kind === 'lists' && w.lists} {kind === 'json' && w.json}{' '}
        {given.isSecret && given.secret?.has(name) && w.kept} {given.tellsDefaults && defaultWords(given, schema)}
      </span>
      {wrong !== undefined && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  )
}

function Group({ asked: { given, name, schema }, children }: { asked: Asked; children: Child }) {
  const { title, hint } = said(given, name, schema)
  const wrong = given.wrong?.get(`${given.place ?? ''}${name}`)
  return (
    <fieldset>
      <legend>{title}</legend>
      {hint !== '' && <p class="hint">{hint}</p>}
      {wrong !== undefined && <p class="wrong">{wrong}</p>}
      {children}
    </fieldset>
  )
}

type Row = { key?: string; value: Record<string, unknown> }

/** Several of the same, and one more to fill in. What is emptied goes. */
function Rows({ asked, rows, item }: { asked: Asked; rows: readonly Row[]; item: FormSchema }) {
  const { given, name, schema } = asked
  const w = say(given.visit.locale)
  const { title } = said(given, name, schema)
  const isMap = kindOf(schema) === 'map'
  const isFull = schema.maxItems !== undefined && rows.length >= schema.maxItems
  const all: readonly Row[] = isFull ? rows : [...rows, { value: {} }]
  return (
    <Group asked={asked}>
      <p class="hint">{w.emptied}</p>
      {all.map(({ key = '', value }, i) => {
        const prefix = `${given.prefix}${name}.${i}.`
        const place = `${given.place ?? ''}${name}.${isMap ? key : i}.`
        const isFresh = i >= rows.length
        return (
          <fieldset class={isFresh ? 'item fresh' : 'item'}>
            <legend>{isFresh ? fill(w.fresh, { title }) : fill(w.row, { title, n: i + 1 })}</legend>
            {isMap && (
              <div class="field">
                <label for={`${prefix}:key`}>{w.name}</label>
                <input id={`${prefix}:key`} name={`${prefix}:key`} value={key} maxlength={100} />
              </div>
            )}
            <SchemaForm
              {...given}
              schema={item}
              prefix={prefix}
              place={item.properties && 'value' in item.properties && isMap ? `${place.slice(0, -1)}:` : place}
              values={value}
              isRow
            />
          </fieldset>
        )
      })}
    </Group>
  )
}

function rowsOf(value: unknown): Row[] {
  return Array.isArray(value) ? value.map((one) => ({ value: isRecord(one) ? one : {} })) : []
}

function entriesOf(value: unknown): Row[] {
  return Object.entries(isRecord(value) ? value : {}).map(([key, one]) => ({
    key,
    value: isRecord(one) ? one : { value: one },
  }))
}

/** Of the field itself, or of anything in it that has no field of its own. Problems name places as `levels[0].id`. */
function wrongAt({ wrong = NOTHING }: SchemaGiven, place: string): string | undefined {
  const own = place.replace(/:value$/, '')
  const found = [...wrong].map(([path, text]) => [path.replace(/\[(\d+)\]/g, '.$1'), text] as const)
  return (found.find(([path]) => path === own) ?? found.find(([path]) => path.startsWith(`${own}.`)))?.[1]
}

const NOTHING: ReadonlyMap<string, string> = new Map()

function said(given: SchemaGiven, name: string, schema: FormSchema): { title: string; hint: string } {
  const { visit, labels = {}, place = '' } = given
  const isZh = visit.locale === 'zh-CN'
  const exact = `${place}${name}`
  const label =
    labels[exact] ??
    labels[exact.replace(/\.\d+(?=\.|$)/g, '')] ??
    labels[exact.replace(/\.[^.]*[.:]([^.]*)$/, '.*.$1')] ??
    labels[name]
  const own = isZh ? schema['x-zh-CN'] : undefined
  const [title, hint] = label
    ? isZh
      ? [label[1], label[3]]
      : [label[0], label[2] ?? (given.tellsDefaults ? '' : schema.title)]
    : []
  return {
    title: title ?? own?.title ?? schema.title ?? name,
    hint: hint ?? own?.description ?? schema.description ?? '',
  }
}

function defaultWords({ visit, choices = {} }: SchemaGiven, schema: FormSchema): string {
  const { default: value } = schema
  const w = say(visit.locale)
  const i = visit.locale === 'zh-CN' ? 1 : 0
  const isChosen = schema.enum !== undefined || schema.items?.enum !== undefined
  const one = (each: unknown) => (isChosen ? choices[String(each)]?.[i] : undefined) ?? String(each)
  if (value === undefined || value === null || value === '' || isRecord(value)) return ''
  if (Array.isArray(value) && (value.length === 0 || value.some(isRecord))) return ''
  const text =
    typeof value === 'boolean'
      ? value
        ? w.on
        : w.off
      : [value]
          .flat()
          .map(one)
          .join(i === 1 ? '、' : ', ')
  return fill(w.default, { value: text })
}
