import type { Form } from '../../form.ts'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'
import type { Choices, Template } from './template.tsx'

type Input = Template['inputs'][number]

const say = words({ optional: ['optional', '可选'], lines: ['One a line.', '每行一个。'], none: ['–', '–'] })

type Given = {
  visit: Visit
  inputs: readonly Input[]
  given: Readonly<Record<string, unknown>>
  choices: Choices
  wrong: ReadonlyMap<string, string>
}

/** The questions of a template, each as a field of its type; what exists already is offered to choose from. */
export function InputFields({ visit, inputs, given, choices, wrong }: Given) {
  const w = say(visit.locale)
  return (
    <>
      {inputs.map((input) => {
        const id = `input.${input.name}`
        const choice = choices[input.name]
        const problem = wrong.get(input.name)
        return (
          <div class="field">
            <label for={id}>
              {input.title} {!input.required && <small>({w.optional})</small>}
            </label>
            <Control
              input={input}
              value={given[input.name] ?? input.default}
              options={choice?.options ?? []}
              about={{
                id,
                name: id,
                'aria-describedby': `${id}-hint`,
                ...(problem !== undefined && { 'aria-invalid': 'true' as const }),
              }}
              none={w.none}
            />
            <span class="hint" id={`${id}-hint`}>
              {input.description} {input.type === 'list' && w.lines} {choice?.missing}
            </span>
            {problem !== undefined && <span class="wrong">{problem}</span>}
          </div>
        )
      })}
    </>
  )
}

type About = { id: string; name: string; 'aria-describedby': string; 'aria-invalid'?: 'true' }
type Asked = { input: Input; value: unknown; options: { value: string; title: string }[]; about: About; none: string }

function Control({ input, value, options, about, none }: Asked) {
  const text = value === undefined || value === null ? '' : String(value)
  const isRequired = input.required && value === undefined
  if (options.length > 0 && input.type !== 'list')
    return (
      <select {...about} required={isRequired}>
        {!input.required && <option value="">{none}</option>}
        {options.every((one) => one.value !== text) && text !== '' && (
          <option value={text} selected>
            {text}
          </option>
        )}
        {options.map((one) => (
          <option value={one.value} selected={one.value === text}>
            {one.title}
          </option>
        ))}
      </select>
    )
  switch (input.type) {
    case 'boolean':
      return <input {...about} type="checkbox" value="true" checked={value === true} />
    case 'integer':
    case 'number':
      return (
        <input
          {...about}
          type="number"
          step={input.type === 'integer' ? '1' : 'any'}
          min={bound(input.min)}
          max={bound(input.max)}
          value={text}
          required={isRequired}
        />
      )
    case 'time':
      return <input {...about} type="time" value={text} required={isRequired} />
    case 'text':
      return <textarea {...about}>{text}</textarea>
    case 'list':
      return <textarea {...about}>{Array.isArray(value) ? value.join('\n') : text}</textarea>
    default:
      return <input {...about} value={text} required={isRequired} />
  }
}

function bound(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** What the fields hold, each as a value of its type; empty ones are left out, so that defaults hold. */
export function readInputs(form: Form, inputs: readonly Input[]): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const { name, type } of inputs) {
    const written = form.text(`input.${name}`)
    if (type === 'boolean') read[name] = written === 'true'
    else if (written === '') continue
    else if (type === 'integer' || type === 'number')
      read[name] = Number.isNaN(Number(written)) ? written : Number(written)
    else if (type === 'list') read[name] = written.split(/\r?\n/).flatMap((line) => line.trim() || [])
    else read[name] = written
  }
  return read
}
