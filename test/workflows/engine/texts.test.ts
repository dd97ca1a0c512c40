import { expect, it } from 'vitest'
import { templateUses } from '../../../workflows/check/template-uses.ts'
import { parseTemplate } from '../../../workflows/language/text.ts'
import { say, stage } from './stage.ts'

const template = (source: string) => {
  const parsed = parseTemplate(source)
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message)
  return parsed.template
}

const libraryOf = (texts: Record<string, Record<string, string>>) =>
  new Map(
    Object.entries(texts).map(([id, locales]) => [
      id,
      new Map(Object.entries(locales).map(([locale, source]) => [locale, template(source)])),
    ]),
  )

const send = (given: object) => ({ id: 'w', actions: [{ do: 'message.send', with: given }] })

it('a template names a text of the workflow’s own, else of the shared library, in the contact’s locale', () => {
  const at = stage({ ...send({ template: 'hello' }), texts: {} })
  at.library = libraryOf({ hello: { en: 'Hello {{contact.id}}', 'zh-CN': '你好 {{contact.id}}' } })
  at.happens('go')
  at.actor.contact.locale = 'zh'
  at.happens('go')
  expect(at.texts()).toEqual(['Hello c1', '你好 c1'])
  const own = stage({ ...send({ template: 'hello' }), texts: { hello: 'own' } })
  own.library = at.library
  own.happens('go')
  expect(own.texts()).toEqual(['own'])
})

it('t writes a text by its name, with more variables', () => {
  const at = stage({
    ...send({ text: '{{t "greet" who=contact.id}} {{t "shared"}}' }),
    texts: { greet: { en: 'Hi {{who}}{{t "end"}}', de: 'Hallo {{who}}{{t "end"}}' }, end: '!' },
  })
  at.library = libraryOf({ shared: { en: 'shared', de: 'geteilt' } })
  at.happens('go')
  at.actor.contact.locale = 'de-AT'
  at.happens('go')
  expect(at.texts()).toEqual(['Hi c1! shared', 'Hallo c1! geteilt'])
})

it('texts that name each other in circles end, and the step says so', () => {
  const at = stage({ ...send({ template: 'a' }), texts: { a: 'a {{t "b"}}', b: 'b {{t "a"}}' } })
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({ status: 'failed', reason: 'template_failed' })
})

it.each([
  ['a link', '{{link "https://shop.test/a?b=1&c=2"}}', 'https://shop.test/a?b=1&c=2', ['https://shop.test/a?b=1&c=2']],
  ['in a text inside', '{{t "inner"}}', 'see https://shop.test/', ['https://shop.test/']],
  ['once each', '{{link "https://a.test"}} {{link "https://a.test"}}', 'https://a.test https://a.test', ['https://a.test']],
  ['what is no address', '{{link "javascript:alert(1)"}}{{link contact.id}}', 'javascript:alert(1)c1', undefined],
])('link writes the address itself, and says that it is one: %s', (_what, text, written, links) => {
  const at = stage({ ...send({ text }), texts: { inner: 'see {{link "https://shop.test/"}}' } })
  at.happens('go')
  expect(at.texts()).toEqual([written])
  expect(at.deliveries()[0]?.links).toEqual(links)
}) // biome-ignore format: one case a line

it.each([
  ['blocks', 1200, '{{#if a}}', '{{/if}}'],
  ['calls', 1200, '(a ', ')'],
])(
  'refuses a text of %s inside one another without end before it is read, which would take long',
  (_what, n, open, close) => {
    const inner = `${open.repeat(n)}${close.repeat(n)}`
    const source = open.startsWith('{{') ? inner : `{{a ${inner}}}`
    const parsed = parseTemplate(source)
    expect(parsed.kind === 'problem' && parsed.problem.message).toContain('more than 256 depth')
    expect(templateUses(source)).toEqual({ uses: [], faults: [], says: [] })
    expect(templateUses(`{{event.data.a}}${'x'.repeat(20_000)}`).uses).toEqual([])
  },
)

it.each([
  ['an instant, on the contact’s clock', '2026-03-01T16:30:00Z', 'March 2, 2026 12:30 AM'],
  ['a time without a zone, as it stands there', '2026-03-01T09:30', 'March 1, 2026 9:30 AM'],
  ['what is no date', 'room 5', ' '],
  ['a day that there is not', '2026-02-30', ' '],
  ['milliseconds', 1772382600000, 'March 2, 2026 12:30 AM'],
  ['nothing', null, ' '],
])('date and time write %s', (_what, when, text) => {
  const at = stage({ id: 'w', actions: [say('{{date event.data.when}} {{time event.data.when}}.')] })
  Object.assign(at.actor.contact, { timezone: 'Asia/Shanghai', locale: 'en' })
  at.happens('go', { when })
  expect(at.texts().map((one) => one.replace(/\u202f/g, ' '))).toEqual([`${text}.`])
})
