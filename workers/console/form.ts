import type { Page } from './site.ts'
import { ownPath } from './visit.ts'

/** What a form sent, each field as text; a field that came several times as its last. */
export type Form = {
  text: (name: string) => string
  /** Every value of a field: of check boxes, or of a list. */
  all: (name: string) => string[]
  /** Fields whose names begin so, without the beginning. */
  under: (prefix: string) => Record<string, string>
  /** The page that the form was on. */
  back: string
}

export async function formOf(c: Page): Promise<Form> {
  const data = await c.req.formData()
  const texts = (name: string) => data.getAll(name).filter((value) => typeof value === 'string')
  return {
    text: (name) => (texts(name).at(-1) ?? '').replaceAll('\r\n', '\n').trim(),
    all: texts,
    under: (prefix) => {
      const names = [...new Set([...data.keys()])].filter((name) => name.startsWith(prefix))
      return Object.fromEntries(names.map((name) => [name.slice(prefix.length), texts(name).at(-1) ?? '']))
    },
    back: ownPath(texts('_back').at(-1) ?? '/'),
  }
}
