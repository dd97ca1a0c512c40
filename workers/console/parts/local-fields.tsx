import type { Form } from '../form.ts'
import type { Visit } from '../site.ts'
import { fill, words } from '../words.ts'
import { AreaField, TextField } from './fields.tsx'

const say = words({
  en: ['in English', '英文'],
  zh: ['in Chinese', '中文'],
  named: ['{label}, {language}', '{label}（{language}）'],
})

type Given = {
  visit: Visit
  name: string
  label: string
  /** One text, or one for each language. */
  value: unknown
  isLong?: boolean
  /** Needed in the reader's language at least. */
  required?: boolean
  wrong?: string | undefined
}

/** A text in each of our languages, the reader's first; languages that are there already stay. */
export function LocalFields({ visit, name, label, value, isLong = false, required = false, wrong }: Given) {
  const w = say(visit.locale)
  const texts = textsOf(value, visit)
  const order = visit.locale === 'zh-CN' ? ['zh-CN', 'en'] : ['en', 'zh-CN']
  const all = [...new Set([...order, ...Object.keys(texts)])]
  return (
    <div class={isLong ? 'pair long' : 'pair'}>
      {all.map((locale, i) => {
        const said = locale === 'en' ? w.en : locale === 'zh-CN' ? w.zh : locale
        const own = {
          visit,
          name: `${name}:${locale}`,
          label: fill(w.named, { label, language: said }),
          value: texts[locale] ?? '',
          required: required && i === 0 && Object.keys(texts).every((one) => one === locale),
          ...(i === 0 && { wrong }),
        }
        return isLong ? <AreaField {...own} rows={3} /> : <TextField {...own} />
      })}
    </div>
  )
}

/** Our languages, the reader's first, and what a field is called in each. */
export function localOrder(locale: Visit['locale']): { locale: string; label: (label: string) => string }[] {
  const w = say(locale)
  const english = { locale: 'en', label: (label: string) => fill(w.named, { label, language: w.en }) }
  const chinese = { locale: 'zh-CN', label: (label: string) => fill(w.named, { label, language: w.zh }) }
  return locale === 'zh-CN' ? [chinese, english] : [english, chinese]
}

function textsOf(value: unknown, { locale }: Visit): Record<string, string> {
  if (typeof value === 'string') return value === '' ? {} : { [locale]: value }
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

/** What the fields hold: one text for each language that has any; undefined for none. */
export function localFrom(form: Form, name: string): Record<string, string> | undefined {
  const written = Object.entries(form.under(`${name}:`)).map(([locale, text]) => [
    locale,
    text.replaceAll('\r\n', '\n').trim(),
  ])
  const said = written.filter(([, text]) => text !== '')
  return said.length > 0 ? Object.fromEntries(said) : undefined
}
