import type { Child } from 'hono/jsx'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'
import type { Choice } from './tabs.tsx'

const say = words({ optional: ['optional', '可选'] })

/** What every field of a form says: its name, what helps to fill it in, and what was wrong with it. */
type Field = {
  visit: Visit
  name: string
  label: string
  hint?: Child
  wrong?: string | undefined
  required?: boolean
}

type Common = Field & { value?: string | undefined; placeholder?: string }

/** One line of text, or a date, a number: whatever `type` says. */
export function TextField(given: Common & { type?: string; maxlength?: number; min?: string; pattern?: string }) {
  const { value, type = 'text', placeholder, maxlength, min, pattern, required } = given
  return (
    <Labelled {...given}>
      <input {...about(given)} {...{ type, value, placeholder, maxlength, min, pattern, required }} />
    </Labelled>
  )
}

export function AreaField(given: Common & { rows?: number; mono?: boolean; maxlength?: number }) {
  const { value = '', placeholder, rows = 4, mono, maxlength, required } = given
  return (
    <Labelled {...given}>
      <textarea {...about(given)} {...{ placeholder, rows, maxlength, required }} class={mono ? 'mono' : undefined}>
        {value}
      </textarea>
    </Labelled>
  )
}

/** One of several; `live` has its form drawn again with each choice. With `none` it may be left open, under that word. */
export function SelectField(given: Common & { choices: readonly Choice[]; none?: string; live?: true }) {
  const { value = '', choices, none, required, live } = given
  const isKnown = value === '' || choices.some(([one]) => one === value)
  return (
    <Labelled {...given}>
      <select {...about(given)} required={required} data-live={live}>
        {none !== undefined && <option value="">{none}</option>}
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
    </Labelled>
  )
}

export function CheckField(given: Field & { checked: boolean }) {
  const { name, label, hint } = given
  return (
    <div class="field check">
      <input {...about(given)} type="checkbox" value="true" checked={given.checked} />
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}

function about({ name, hint, wrong }: Field) {
  const described = [hint && `${name}-hint`, wrong !== undefined && `${name}-wrong`].filter(Boolean).join(' ')
  return {
    id: name,
    name,
    ...(described !== '' && { 'aria-describedby': described }),
    ...(wrong !== undefined && { 'aria-invalid': 'true' as const }),
  }
}

function Labelled({ visit, name, label, hint, wrong, required, children }: Field & { children?: Child }) {
  return (
    <div class="field">
      <label for={name}>
        {label} {!required && <small>({say(visit.locale).optional})</small>}
      </label>
      {children}
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {wrong !== undefined && (
        <span class="wrong" id={`${name}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  )
}
