import type { Form } from '../../form.ts'
import type { Visit } from '../../site.ts'
import { instantOf, wallOf } from '../../wall-clock.ts'
import { EVERYBODY } from './audience.tsx'
import type { Broadcast } from './words.ts'

/** What the fields of the form hold, each as text. */
export type Written = Record<string, string>

export const LOCALES = ['zh-CN', 'en'] as const

type Content = Broadcast['content'][string]

/** A broadcast as fields. What the form does not know is kept in `rest` and sent again. */
export function fieldsOf(visit: Visit, broadcast: Broadcast): Written {
  const { name, theme = '', content, audience, category, channel = '', schedule = {}, priority } = broadcast
  return {
    name,
    theme,
    category,
    channel,
    priority: priority === undefined ? '' : String(priority),
    ...whomOf(audience),
    when: schedule.local ? 'local' : schedule.best_hour ? 'best' : schedule.at ? 'at' : 'now',
    at: schedule.local ?? wallOf(schedule.at, visit.zone),
    late: schedule.if_past ?? 'send',
    ...Object.fromEntries(Object.entries(content).flatMap(([locale, one]) => contentFields(locale, one))),
    content: JSON.stringify(content),
  }
}

function whomOf(audience: Broadcast['audience']): Written {
  if ('contact_ids' in audience) return { whom: 'people', people: audience.contact_ids.join('\n') }
  if ('rooms' in audience)
    return { whom: 'rooms', rooms: audience.rooms.map(({ channel, room }) => `${channel} ${room}`).join('\n') }
  if (audience.segment.trim() === EVERYBODY) return { whom: 'all' }
  return /^segment\('[^']*'\)$/.test(audience.segment)
    ? { whom: 'segment', segment: audience.segment }
    : { whom: 'condition', condition: audience.segment }
}

function contentFields(locale: string, { text = '', buttons = [], image }: Content): [string, string][] {
  const [button] = buttons
  return [
    [`text:${locale}`, text],
    [`button:${locale}`, button?.text ?? ''],
    [`link:${locale}`, button?.url ?? ''],
    [`image:${locale}`, typeof image === 'string' ? image : (image?.url ?? '')],
  ]
}

/** What was sent, as it was written: to show the form again when it was refused. */
export function writtenOf(form: Form): Written {
  return form.under('')
}

/** The fields as the API takes them. `isNew` ones have nothing to keep. */
export function bodyOf(visit: Visit, form: Form): Record<string, unknown> {
  const [theme, channel, priority] = [form.text('theme'), form.text('channel'), form.text('priority')]
  return {
    name: form.text('name'),
    ...(theme !== '' && { theme }),
    content: contentOf(form),
    audience: audienceOf(form),
    category: form.text('category'),
    ...(channel !== '' && { channel }),
    schedule: scheduleOf(visit, form),
    ...(priority !== '' && { priority: Number(priority) }),
  }
}

function contentOf(form: Form): Record<string, unknown> {
  const before = kept(form.text('content'))
  const locales = [...new Set([...LOCALES, ...Object.keys(before)])]
  const written = locales.flatMap((locale): [string, unknown][] => {
    const [text, button] = [form.text(`text:${locale}`), form.text(`button:${locale}`)]
    const [link, image] = [form.text(`link:${locale}`), form.text(`image:${locale}`)]
    const { text: _, buttons = [], image: picture, ...rest } = before[locale] ?? {}
    if (text === '' && !('template' in rest)) return []
    const first = button === '' ? [] : [{ ...buttons[0], text: button, ...(link === '' ? {} : { url: link }) }]
    const all = [...first, ...buttons.slice(1)]
    const alt = typeof picture === 'object' && picture.alt !== undefined ? { alt: picture.alt } : {}
    const shown = image === '' ? {} : { image: { url: image, ...alt } }
    return [[locale, { ...rest, ...(text !== '' && { text }), ...(all.length > 0 && { buttons: all }), ...shown }]]
  })
  return Object.fromEntries(written)
}

function kept(text: string): Broadcast['content'] {
  try {
    const read: unknown = JSON.parse(text || '{}')
    return typeof read === 'object' && read !== null ? (read as Broadcast['content']) : {}
  } catch {
    return {}
  }
}

function audienceOf(form: Form): unknown {
  const lines = (name: string) =>
    form
      .text(name)
      .split(/[\r\n,]+/)
      .flatMap((line) => line.trim() || [])
  switch (form.text('whom')) {
    case 'people':
      return { contact_ids: lines('people') }
    case 'rooms':
      return {
        rooms: lines('rooms').map((line) => {
          const [channel = '', ...room] = line.split(/\s+/)
          return { channel, room: room.join(' ') }
        }),
      }
    case 'segment':
      return { segment: form.text('segment') }
    case 'condition':
      return { segment: form.text('condition') }
    default:
      return { segment: EVERYBODY }
  }
}

function scheduleOf(visit: Visit, form: Form): Record<string, unknown> {
  const at = form.text('at').slice(0, 16)
  switch (form.text('when')) {
    case 'at':
      return { at: instantOf(at, visit.zone) }
    case 'local':
      return { local: at, if_past: form.text('late') === 'skip' ? 'skip' : 'send' }
    case 'best':
      return { best_hour: true, ...(at !== '' && { at: instantOf(at, visit.zone) }) }
    default:
      return {}
  }
}
