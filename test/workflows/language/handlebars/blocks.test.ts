// The behaviours of spec/blocks.js, spec/builtins.js and spec/data.js of handlebars 4 (MIT, handlebars-lang/handlebars.js).
import Handlebars from 'handlebars'
import { describe, expect, it, vi } from 'vitest'
import { HELPERS, render } from './rendering.ts'

type Case = [guarantee: string, source: string, context: unknown, expected: string]

const people = { people: [{ name: 'Ada' }, { name: 'Grace' }], empty: [] }

describe('a block of a value', () => {
  it.each<Case>([
    ['repeats over an array', '{{#people}}{{name}} {{/people}}', people, 'Ada Grace '],
    ['knows its index', '{{#people}}{{@index}}{{/people}}', people, '01'],
    ['goes into an object', '{{#a}}{{b}}{{/a}}', { a: { b: 1 } }, '1'],
    ['keeps the context for true', '{{#a}}{{b}}{{/a}}', { a: true, b: 1 }, '1'],
    ['goes into zero', '<{{#a}}in {{b}}{{/a}}>', { a: 0, b: 1 }, '<in >'],
    ['is left out for false', '<{{#a}}in{{/a}}>', { a: false }, '<>'],
    ['is left out for nothing', '<{{#a}}in{{/a}}{{#b.c}}in{{/b.c}}>', {}, '<>'],
    ['is left out for an empty array', '<{{#empty}}in{{/empty}}>', people, '<>'],
    ['has an else', '{{#a}}in{{else}}out{{/a}} {{#a}}in{{^}}out{{/a}}', {}, 'out out'],
    ['has an inverse', '{{^a}}out{{/a}}{{^people}}none{{/people}}', people, 'out'],
    ['has an inverse with else', '{{^a}}out{{else}}in{{/a}}', { a: 1 }, 'in'],
    ['works on this', '{{#.}}{{name}}{{/.}}', people.people, 'AdaGrace'],
    ['works on a path', '{{#a.b}}{{.}}{{/a.b}}', { a: { b: [1, 2] } }, '12'],
    ['sees outwards', '{{#people}}{{name}}{{../mark}}{{/people}}', { ...people, mark: '!' }, 'Ada!Grace!'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))
})

describe('if and unless', () => {
  const source = '{{#if a}}yes{{else}}no{{/if}}{{#unless a}}no{{else}}yes{{/unless}}'
  it.each([true, 1, 'a', [0], {}])('take %j for true', (a) => expect(render(source, { a })).toBe('yesyes'))
  it.each([false, 0, '', [], null, undefined])('take %j for false', (a) => expect(render(source, { a })).toBe('nono'))
  it.each<Case>([
    ['takes zero for true if told so', '{{#if a includeZero=true}}yes{{/if}}', { a: 0 }, 'yes'],
    ['keeps the context', '{{#if a}}{{b}}{{/if}}', { a: 1, b: 2 }, '2'],
    ['goes on with else if', '{{#if a}}a{{else if b}}b{{else}}c{{/if}}', { b: 1 }, 'b'],
    ['ends with else', '{{#if a}}a{{else if b}}b{{else if c}}c{{else}}d{{/if}}', {}, 'd'],
    ['goes on with another helper', '{{#if a}}a{{else each list}}{{.}}{{else}}none{{/if}}', { list: [1, 2] }, '12'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))

  it.each(['{{#if}}{{/if}}', '{{#if a b}}{{/if}}'])('%s is refused', (source) =>
    expect(() => render(source)).toThrow('#if requires exactly one argument'),
  )
})

describe('with', () => {
  it.each<Case>([
    ['goes into a value', '{{#with a}}{{b}}{{/with}}', { a: { b: 1 } }, '1'],
    ['has an else', '{{#with a}}in{{else}}out{{/with}}', {}, 'out'],
    [
      'names its value',
      '{{#with a as |x|}}{{x.b}}{{#with c as |y|}}{{x.b}}{{y}}{{/with}}{{/with}}',
      { a: { b: 1, c: 2 } },
      '112',
    ],
    ['takes a function', '{{#with a}}{{b}}{{/with}}', { a: () => ({ b: 1 }) }, '1'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))
})

describe('each', () => {
  const all = '{{#each it}}{{@key}}:{{@index}}{{#if @first}}F{{/if}}{{#if @last}}L{{/if}} {{.}};{{else}}none{{/each}}'
  it.each<Case>([
    ['tells where it is in an array', all, { it: ['a', 'b', 'c'] }, '0:0F a;1:1 b;2:2L c;'],
    ['tells where it is in an object', all, { it: { x: 'a', y: 'b' } }, 'x:0F a;y:1L b;'],
    ['takes a map', '{{#each it}}{{this.[0]}}={{this.[1]}} {{/each}}', { it: new Map([['a', 1]]) }, 'a=1 '],
    ['takes a set', all, { it: new Set(['a', 'b']) }, '0:0F a;1:1L b;'],
    ['takes a function', all, { it: () => ['a'] }, '0:0FL a;'],
    [
      'skips the holes of a sparse array',
      '{{#each it}}{{@index}}{{.}}{{/each}}',
      { it: Object.assign([], { 1: 'b' }) },
      '1b',
    ],
    ['takes the empty key', '{{#each it}}<{{@key}}>{{/each}}', { it: { '': 1, a: 2 } }, '<><a>'],
    ['has an else for an empty array', all, { it: [] }, 'none'],
    ['has an else for nothing', all, {}, 'none'],
    [
      'goes within itself',
      '{{#each it}}{{#each .}}{{@../index}}{{@index}}{{.}} {{/each}}{{/each}}',
      { it: [['a'], ['b', 'c']] },
      '00a 10b 11c ',
    ],
    [
      'keeps the outer first and last',
      '{{#each it}}{{#each .}}{{@../first}}{{/each}}{{/each}}',
      { it: [['a'], ['b']] },
      'truefalse',
    ],
    ['names value and key', '{{#each it as |v k|}}{{k}}={{v}} {{/each}}', { it: { a: 1, b: 2 } }, 'a=1 b=2 '],
    ['lets a name hide a property', '{{#each it as |it|}}{{it}}{{./it}}{{/each}}', { it: [1] }, '1'],
    ['lets a name hide a helper', '{{#each it as |loud|}}{{loud}}{{/each}}', { it: ['a'] }, 'a'],
    [
      'keeps outer names',
      '{{#each it as |a|}}{{#each a as |b i|}}{{a.length}}{{b}}{{i}} {{/each}}{{/each}}',
      { it: [['x', 'y']] },
      '2x0 2y1 ',
    ],
  ])('%s', (_guarantee, source, context, expected) =>
    expect(render(source, context, { helpers: HELPERS })).toBe(expected),
  )

  it('needs something to go over', () => {
    expect(() => render('{{#each}}{{/each}}')).toThrow('Must pass iterator to #each')
  })
})

describe('lookup and log', () => {
  it.each<Case>([
    ['finds by a value', '{{lookup map key}}', { map: { a: 1 }, key: 'a' }, '1'],
    ['finds by an index', '{{#each a}}{{lookup ../b @index}}{{/each}}', { a: [0, 0], b: ['x', 'y'] }, 'xy'],
    ['finds nothing in nothing', '<{{lookup map "a"}}>', {}, '<>'],
  ])('%s', (_guarantee, source, context, expected) => expect(render(source, context)).toBe(expected))

  it('logs through the environment', () => {
    const environment = Handlebars.create()
    environment.log = vi.fn()
    render('{{log "a" b level="warn"}}', { b: 1 }, { environment })
    expect(environment.log).toHaveBeenCalledWith('warn', 'a', 1)
  })
})

describe('data', () => {
  it.each<[string, string, unknown, Record<string, unknown>, string]>([
    ['is given with the context', '{{@a}} {{@b.c}}', {}, { a: 1, b: { c: 2 } }, '1 2'],
    ['has the root', '{{#with a}}{{@root.b}}{{/with}}', { a: 1, b: 2 }, {}, '2'],
    ['may bring its own root', '{{@root.b}}', { b: 1 }, { root: { b: 2 } }, '2'],
    ['is an argument like others', '{{join @a "x"}}', {}, { a: 1 }, '1-x'],
    ['decides on blocks', '{{#if @a}}yes{{/if}}{{#@b}}{{.}}{{/@b}}', {}, { a: 1, b: [2] }, 'yes2'],
    ['is nothing when missing', '<{{@x}}{{@x.y}}{{@../x}}>', {}, {}, '<>'],
    ['reaches into partials', '{{> p}}', {}, { a: 1 }, '1'],
  ])('%s', (_guarantee, source, context, data, expected) =>
    expect(render(source, context, { data, helpers: HELPERS, partials: { p: '{{@a}}' } })).toBe(expected),
  )

  it('can be framed by a helper', () => {
    const helpers = {
      set(this: unknown, options: Handlebars.HelperOptions) {
        return options.fn(this, { data: Object.assign(Handlebars.createFrame(options.data), options.hash) })
      },
    }
    expect(render('{{#set a=1}}{{@a}}{{#set a=2}}{{@a}}{{@../a}}{{/set}}{{@a}}{{/set}}{{@a}}', {}, { helpers })).toBe(
      '1211',
    )
  })

  it('is not given to helpers when switched off', () => {
    const helpers = { has: (options: Handlebars.HelperOptions) => 'data' in options }
    expect(render('{{has}}', {}, { helpers })).toBe('true')
    expect(render('{{has}}', {}, { helpers, compile: { data: false } })).toBe('false')
  })
})

describe('a raw block', () => {
  const helpers = { raw: (...args: unknown[]) => (args.at(-1) as Handlebars.HelperOptions).fn({}) }
  it.each([
    ['keeps what is in it', '{{{{raw}}}} {{a}} {{{{/raw}}}}', ' {{a}} '],
    ['takes arguments', '{{{{raw 1}}}}{{#if}}{{{{/raw}}}}', '{{#if}}'],
    ['may be empty', '<{{{{raw}}}}{{{{/raw}}}}>', '<>'],
  ])('%s', (_guarantee, source, expected) => expect(render(source, {}, { helpers })).toBe(expected))
})
