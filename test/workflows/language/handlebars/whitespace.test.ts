// The behaviours of spec/whitespace-control.js, spec/blocks.js and spec/partials.js of handlebars 4 (MIT, handlebars-lang/handlebars.js).
import { expect, it } from 'vitest'
import { render } from './rendering.ts'

const context = { a: 'A', list: ['x', 'y'] }
const partials = { p: 'one\ntwo\n', q: '{{> p}}', r: '  {{> p}}' }

it.each([
  ['strips on either side of a value', ' {{~a~}} \n b', 'Ab'],
  ['strips on one side', ' {{~a}} {{a~}} ', 'A A'],
  ['strips around and inside a block', ' {{~#if a~}} b {{~/if~}} ', 'b'],
  ['strips around an else', '{{#if no}} b {{~else~}} c {{/if}}', 'c '],
  ['strips around an inverse', '{{^if a~}} b {{~^~}} c {{~/if}}', 'c'],
  ['strips around a partial', ' {{~> p~}} ', 'one\ntwo\n'],
  ['strips around a comment', 'a {{~! b ~}} c', 'ac'],
  ['strips around raw values', ' {{~{a}~}} ', 'A'],
  ['takes a block line away', 'a\n{{#if a}}\nb\n{{/if}}\nc', 'a\nb\nc'],
  ['takes an indented block line away', 'a\n  {{#if a}}  \nb\n  {{/if}}  \nc', 'a\nb\nc'],
  ['takes an else line away', '{{#if no}}\na\n{{else}}\nb\n{{/if}}\n', 'b\n'],
  ['takes else-if lines away', '{{#if no}}\na\n{{else if a}}\nb\n{{else}}\nc\n{{/if}}\n', 'b\n'],
  ['takes a comment line away', 'a\n{{! b }}\nc', 'a\nc'],
  ['takes an each line away', '{{#each list}}\n{{.}}\n{{/each}}\n', 'x\ny\n'],
  ['takes an inline partial away', 'a\n{{#*inline "i"}}\nb\n{{/inline}}\n{{> i}}', 'a\nb\n'],
  ['takes lines that end in CRLF away', 'a\r\n{{#if a}}\r\nb\r\n{{/if}}\r\nc', 'a\r\nb\r\nc'],
  ['keeps the line of a value', 'a\n{{a}}\nb', 'a\nA\nb'],
  ['keeps a line that has more', 'a {{#if a}}\nb\n{{/if}} c', 'a \nb\n c'],
  ['indents a partial', 'a\n  {{> p}}\nb', 'a\n  one\n  two\nb'],
  ['indents partials in partials', '  {{> q}}\n', '  one\n  two\n'],
  ['indents each time further', ' {{> r}}\n', '   one\n   two\n'],
])('%s', (_guarantee, source, expected) => expect(render(source, context, { partials })).toBe(expected))

it.each([
  ['preventIndent', 'a\n  {{> p}}\nb', 'a\n  one\ntwo\nb'],
  ['ignoreStandalone', 'a\n{{#if a}}\nb\n{{/if}}\nc', 'a\n\nb\n\nc'],
  ['ignoreStandalone', ' {{> p}}\n', ' one\ntwo\n\n'],
])('%s leaves whitespace: %j', (option, source, expected) =>
  expect(render(source, context, { partials, compile: { [option]: true } })).toBe(expected),
)
