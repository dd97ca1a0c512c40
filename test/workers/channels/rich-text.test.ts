import { describe, expect, it } from 'vitest'
import { splitMentions, type Writer, writeRich } from '../../../workers/channels/rich-text.ts'

const writer: Writer = {
  text: (plain) => plain,
  mention: ({ id }) => `{@${id}}`,
  bold: (inner) => `{b ${inner}}`,
  italic: (inner) => `{i ${inner}}`,
  strike: (inner) => `{s ${inner}}`,
  code: (plain) => `{c ${plain}}`,
  fence: (plain) => `{f ${plain}}`,
  link: (inner, url) => `{${inner}→${url}}`,
}

const mentions = [
  { text: '@Li', id: '1' },
  { text: '@Li Lei', id: '2' },
]

describe('Markdown', () => {
  it.each([
    ['plain words', 'plain words'],
    ['**bold** and __bold__', '{b bold} and {b bold}'],
    ['*it* and _it_', '{i it} and {i it}'],
    ['***both***', '{b {i both}}'],
    ['**bold with *it* inside**', '{b bold with {i it} inside}'],
    ['这是**重点**内容', '这是{b 重点}内容'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['~~gone~~', '{s gone}'],
    ['`a * b * c`', '{c a * b * c}'],
    ['``a ` b``', '{c a ` b}'],
    ['[here **now**](https://a.b/c_d_e)', '{here {b now}→https://a.b/c_d_e}'],
    ['[wiki](https://a.b/x_(y))', '{wiki→https://a.b/x_(y)}'],
    ['[titled](https://a.b "T")', '{titled→https://a.b}'],
    ['[not a link]', '[not a link]'],
    ['<https://a.b>', '{https://a.b→https://a.b}'],
    ['https://a.b/c_d_e and *x*', 'https://a.b/c_d_e and {i x}'],
    ['# Title\ntext', '{b Title}\ntext'],
    ['- one\n* two\n  + three', '• one\n• two\n  • three'],
    ['1. one\n2. two', '1. one\n2. two'],
    ['before\n```js\nlet *a*\n```\nafter *x*', 'before\n{f let *a*}\nafter {i x}'],
    ['\\*not\\* it', '*not* it'],
    ['** not bold **', '** not bold **'],
    ['an * alone', 'an * alone'],
    ['hi @Li Lei and **@Li**', 'hi {@2} and {b {@1}}'],
  ])('%j', (text, expected) => expect(writeRich({ text, markdown: true, mentions }, writer)).toBe(expected))

  it('costs little, whatever is written', () => {
    for (const text of ['*'.repeat(5000), '[('.repeat(3000), '**a'.repeat(2000), '_a '.repeat(2000), '`'.repeat(5000)])
      expect(writeRich({ text, markdown: true }, writer).length).toBeGreaterThan(0)
  })
})

it('leaves plain text as it is but for mentions', () => {
  expect(writeRich({ text: '*hi* @Li Lei', mentions }, writer)).toBe('*hi* {@2}')
  expect(splitMentions('none', [])).toEqual(['none'])
})
