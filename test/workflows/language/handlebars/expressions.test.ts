// The behaviours of spec/basic.js, spec/regressions.js and spec/subexpressions.js of handlebars 4 (MIT, handlebars-lang/handlebars.js).
import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../../workflows/language/handlebars.ts'
import { HELPERS, render } from './rendering.ts'

type Case = [guarantee: string, source: string, context: unknown, expected: string]

describe('values', () => {
  it.each<Case>([
    ['shows a property', 'Hi {{name}}!', { name: 'Ada' }, 'Hi Ada!'],
    ['shows nothing for what is missing', '<{{name}}>', {}, '<>'],
    ['shows nothing for null and undefined', '<{{a}}{{{a}}}{{b}}>', { a: null, b: undefined }, '<>'],
    ['shows nothing below what is missing', '<{{a.b.c}}>', {}, '<>'],
    ['shows nothing when there is no context', '<{{a}}>', null, '<>'],
    ['shows zero', '{{n}} {{a.n}}', { n: 0, a: { n: 0 } }, '0 0'],
    ['shows false', '{{no}} {{{no}}}', { no: false }, 'false false'],
    ['shows the context itself', '{{.}}{{this}}', 'a', 'aa'],
    ['shows an array with commas', '{{list}}', { list: [1, 2] }, '1,2'],
    ['shows an object as JavaScript does', '{{it}}', { it: {} }, '[object Object]'],
    ['adds up raw numbers next to each other', '{{{a}}}{{{b}}}', { a: 1, b: 2 }, '3'],
    ['joins raw numbers to text', '{{{a}}} {{{b}}}', { a: 1, b: 2 }, '1 2'],
    ['leaves single braces alone', '{ {a} }', { a: 1 }, '{ {a} }'],
    ['leaves comments out', 'a{{! no }}b{{!-- {{no}} --}}c', {}, 'abc'],
    ['keeps line separators', '\u2028', {}, '\u2028'],
    ['renders an empty template', '', {}, ''],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))
})

describe('paths', () => {
  it.each<Case>([
    ['by dots', '{{a.b}}', { a: { b: 1 } }, '1'],
    ['by slashes', '{{a/b}}', { a: { b: 1 } }, '1'],
    ['with hyphens', '{{a-b}} {{c.a-b}}', { 'a-b': 1, c: { 'a-b': 2 } }, '1 2'],
    [
      'with a segment in brackets',
      '{{[a b]}} {{c.[d e]}} {{list.[1]}}',
      { 'a b': 1, c: { 'd e': 2 }, list: [0, 3] },
      '1 2 3',
    ],
    ['with a bracket that looks like data', '{{[@a]}}', { '@a': 1 }, '1'],
    ['from here', '{{./a}} {{this.a}} {{this/a}}', { a: 1 }, '1 1 1'],
    ['one block up', '{{#with a}}{{../b}}{{/with}}', { a: { x: 1 }, b: 2 }, '2'],
    ['two blocks up', '{{#with a}}{{#with b}}{{../../c}}{{/with}}{{/with}}', { a: { b: { x: 1 } }, c: 3 }, '3'],
    [
      'not counting a block that keeps the context',
      '{{#if a}}{{#with b}}{{../c}}{{/with}}{{/if}}',
      { a: 1, b: [1], c: 3 },
      '3',
    ],
    ['above everything', '<{{../a}}>', { a: 1 }, '<>'],
    ['into text and arrays', '{{a.length}} {{b.length}}', { a: 'abc', b: [1] }, '3 1'],
    [
      'spelled as literals',
      '{{"a b"}} {{12}} {{true}} {{null}} {{undefined}}',
      { 'a b': 1, 12: 2, true: 3, null: 4, undefined: 5 },
      '1 2 3 4 5',
    ],
    ['through an empty text', '<{{a/b}}>', { a: { b: '' } }, '<>'],
    ['not through a zero', '<{{a.b}}>', { a: 0 }, '<>'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))

  it.each(['{{a/../b}}', '{{a/this/b}}', '{{a.this}}', '{{#if a.this}}{{/if}}'])('refuses %s', (source) =>
    expect(() => render(source)).toThrow('Invalid path'),
  )
})

describe('escaping', () => {
  it.each<Case>([
    ['of the seven characters', '{{a}}', { a: `&<>"'\`=` }, '&amp;&lt;&gt;&quot;&#x27;&#x60;&#x3D;'],
    ['of what is escaped already', '{{a}}', { a: '&lt;' }, '&amp;lt;'],
    ['of the text of an array', '{{a}}', { a: ['<', '>'] }, '&lt;,&gt;'],
    ['not in three braces', '{{{a}}}', { a: '<&>' }, '<&>'],
    ['not after an ampersand', '{{&a}}', { a: '<&>' }, '<&>'],
    ['not of a SafeString', '{{a}}', { a: new Handlebars.SafeString('<b>') }, '<b>'],
    ['of an object with a toHTML that is no function', '{{a}}', { a: { toHTML: '<b>' } }, '[object Object]'],
    ['of mustaches by a backslash', '\\{{a}} {{a}}', { a: 1 }, '{{a}} 1'],
    ['of the backslash itself', '\\\\{{a}}', { a: 1 }, '\\1'],
    ['of nothing else', '\\\\ {{a}} \\ "', { a: 1 }, '\\\\ 1 \\ "'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))

  it('is left out with noEscape', () => {
    expect(render('{{a}}', { a: '<' }, { compile: { noEscape: true } })).toBe('<')
  })
})

describe('functions in the context', () => {
  const context = {
    name: 'Ada',
    hello: () => 'hello',
    whose(this: { name: string }) {
      return this.name
    },
    echo: (...args: unknown[]) => args[0],
    block: (name: string, options: Handlebars.HelperOptions) => options.fn({ name }),
    yes: () => true,
    no: () => false,
    deep: { echo: (...args: unknown[]) => args[0] },
  }
  it.each([
    ['are called', '{{hello}}', 'hello'],
    ['get the context as this', '{{whose}} {{#whose}}{{.}}{{/whose}}', 'Ada Ada'],
    ['get arguments', '{{echo name}} {{deep.echo name}}', 'Ada Ada'],
    ['get a block', '{{#block "Grace"}}{{name}}{{/block}}', 'Grace'],
    ['decide on a block by their result', '{{#yes}}yes{{/yes}}{{#no}}no{{else}}not{{/no}}', 'yesnot'],
    ['decide for if and unless', '{{#if yes}}a{{/if}}{{#unless no}}b{{/unless}}', 'ab'],
    ['are called through this', '{{this.hello}} {{#this.hello}}{{.}}{{/this.hello}}', 'hello hello'],
    ['are not called as arguments', '{{echo (echo name)}}', 'Ada'],
  ])('%s', (_guarantee, source, expected) => expect(render(source, context)).toBe(expected))
})

describe('subexpressions', () => {
  const given = { helpers: { ...HELPERS, one: () => 1, nothing: () => undefined, not: (value: unknown) => !value } }
  it.each<Case>([
    ['without arguments', '{{join (one) "a"}}', {}, '1-a'],
    ['within each other', '{{join (join a (join "x" 2)) b}}', { a: 'a', b: 'b' }, 'a-x-2-b'],
    ['in a hash', '{{hash a=(join 1 2) b=(one)}}', {}, '{&quot;b&quot;:1,&quot;a&quot;:&quot;1-2&quot;}'],
    ['of a block', '{{#if (not a)}}no a{{/if}}', {}, 'no a'],
    ['as the thing to loop over', '{{#each (lookup this "list")}}{{.}}{{/each}}', { list: [1, 2] }, '12'],
    ['with a value of the context as helper', '{{join (f 1)}}', { f: (x: number) => x + 1 }, '2'],
    ['without escaping what they return', '{{{join (join "<")}}}', {}, '<'],
    ['that return nothing', '<{{join (nothing) "a"}}>', {}, '<-a>'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context, given)).toBe(expected))

  it('fail when there is no such helper', () => {
    expect(() => render('{{join (gone 1)}}', {}, given)).toThrow('Missing helper: "gone"')
  })
})

describe('syntax errors', () => {
  it.each([
    ['{{{a}}', 'Parse error on line 1'],
    ['{{a}}}', 'Parse error on line 1'],
    ['{{#a}}', 'Parse error on line 1'],
    [' \n  {{#if}}\n{{/def}}', "if doesn't match def - 2:5"],
  ])('of %j say where', (source, message) => expect(() => render(source)).toThrow(message))

  it('come with the first render, not before', () => {
    const template = compile(Handlebars.create(), '{{#if a}}')
    expect(() => template({})).toThrow('Parse error')
  })
})
