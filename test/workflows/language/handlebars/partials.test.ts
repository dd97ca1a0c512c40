// The behaviours of spec/partials.js and of the decorators in spec/blocks.js of handlebars 4 (MIT, handlebars-lang/handlebars.js).
import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../../workflows/language/handlebars.ts'
import { render } from './rendering.ts'

const people = { people: [{ name: 'Ada' }, { name: 'Grace' }], me: { name: 'Me' }, greeting: 'Hi' }
type Case = [guarantee: string, source: string, partials: Record<string, string>, expected: string]

describe('a partial', () => {
  it.each<Case>([
    ['has the context it stands in', '{{#people}}{{> p}}{{/people}}', { p: '{{name}} ' }, 'Ada Grace '],
    ['takes another context', '{{> p me}}', { p: '{{name}}' }, 'Me'],
    ['takes text as context', '{{> p "x"}}', { p: '{{.}}' }, 'x'],
    ['takes a missing context', '<{{> p gone}}>', { p: '{{name}}' }, '<>'],
    ['takes a hash', '{{> p name="x" also=greeting}}', { p: '{{name}}{{also}}{{me.name}}' }, 'xHiMe'],
    ['takes both', '{{> p me also=greeting}}', { p: '{{also}} {{name}}' }, 'Hi Me'],
    ['holds others', '{{> p}}', { p: '[{{> q}}]', q: '{{greeting}}' }, '[Hi]'],
    ['may be empty', '<{{> p}}>', { p: '' }, '<>'],
    ['may have a path for a name', '{{> a/b}}{{> a/b.c}}', { 'a/b': '1', 'a/b.c': '2' }, '12'],
    ['may have an odd name', '{{> 404}}{{> [+a b]}}{{> "+a b"}}', { 404: '4', '+a b': '+' }, '4++'],
    ['is found by a subexpression', '{{> (lookup . "which")}}{{> (pick) me}}', { p: '{{name}}' }, 'Me'],
    ['knows the data', '{{#people}}{{> p}}{{/people}}', { p: '{{@index}}{{@root.greeting}} ' }, '0Hi 1Hi '],
    ['does not look outside', '{{#with me}}{{> p}}{{/with}}', { p: '<{{../greeting}}>' }, '<>'],
  ])('%s', (_guarantee, source, partials, expected) => {
    const given = { helpers: { pick: () => 'p' }, partials: { empty: '', ...partials } }
    expect(render(source, { ...people, which: 'empty' }, given)).toBe(expected)
  })

  it('may be a function', () => {
    const partials = { p: (context: { name: string }) => `(${context.name})` }
    expect(render('{{> p me}}', people, { partials })).toBe('(Me)')
  })

  it('may be a compiled template', () => {
    const environment = Handlebars.create()
    const partials = { p: compile(environment, '{{name}}{{@root.greeting}}') }
    expect(render('{{> p me}}', people, { partials, environment })).toBe('MeHi')
  })

  it('of the environment stays text there, so that options of one template do not reach another', () => {
    const environment = Handlebars.create()
    environment.registerPartial('p', '{{.}}')
    expect(render('{{> p}}', '<', { environment, compile: { noEscape: true } })).toBe('<')
    expect(render('{{> p}}', '<', { environment })).toBe('&lt;')
    expect(environment.partials.p).toBe('{{.}}')
  })

  it.each([
    ['{{> gone}}', 'The partial gone could not be found'],
    ['{{> (pick)}}', 'The partial gone could not be found'],
    ['{{> constructor}}', 'The partial constructor could not be found'],
    ['{{> p a b}}', 'Unsupported number of partial arguments: 2 - 1:0'],
    ['{{> data}}', 'could not be compiled: partials must be strings'],
    ['{{> silent}}', 'returned no output'],
  ])('fails in %s', (source, message) => {
    const partials = { data: { type: 'Program', body: [] }, silent: () => undefined } as unknown as Record<
      string,
      string
    >
    expect(() => render(source, {}, { partials, helpers: { pick: () => 'gone' } })).toThrow(message)
  })

  it('without context gets none with explicitPartialContext', () => {
    const given = { partials: { p: '<{{name}}>' }, compile: { explicitPartialContext: true } }
    expect(render('{{> p}}{{> p me}}{{> p name=1}}', { ...people, name: 'x' }, given)).toBe('<><Me><1>')
  })
})

describe('a partial block', () => {
  const p = '<{{> @partial-block}}>'
  it.each<Case>([
    ['is what there is without the partial', '{{#> gone}}{{greeting}}{{/gone}}', {}, 'Hi'],
    ['is not used by a partial that does not ask', '{{#> p}}a{{/p}}', { p: 'b' }, 'b'],
    ['is where the partial puts it', '{{#> p}}{{greeting}}{{/p}}', { p }, '<Hi>'],
    ['may be put twice', '{{#> p}}a{{/p}}', { p: p + p }, '<a><a>'],
    [
      'has the context the partial gives it',
      '{{#> p}}{{name}}{{/p}}',
      { p: '{{#each people}}{{> @partial-block}}{{/each}}' },
      'AdaGrace',
    ],
    [
      'sees the blocks it is written in',
      '{{#each people as |x|}}{{#> p}}{{x.name}}{{@index}}{{/p}}{{/each}}',
      { p },
      '<Ada0><Grace1>',
    ],
    ['may stand in another', '{{#> p}}a{{#> p}}b{{/p}}{{/p}}', { p }, '<a<b>>'],
    ['passes through partials', '{{#> q}}a{{/q}}', { p, q: '{{#> p}}({{> @partial-block}}){{/p}}' }, '<(a)>'],
    ['is known to be there', '{{#> p}}a{{/p}}{{> p}}', { p: '{{#if @partial-block}}yes{{else}}no{{/if}}' }, 'yesno'],
    ['takes context and hash', '{{#> p me a=1}}{{name}}{{a}}{{/p}}', { p }, '<Me1>'],
  ])('%s', (_guarantee, source, partials, expected) => expect(render(source, people, { partials })).toBe(expected))

  it('is missing in a partial called without', () => {
    expect(() => render('{{> p}}', {}, { partials: { p } })).toThrow('The partial @partial-block could not be found')
  })
})

describe('an inline partial', () => {
  it.each<Case>([
    ['is used like others', '{{#*inline "p"}}{{greeting}}{{/inline}}{{> p}}{{> p}}', {}, 'HiHi'],
    ['comes before others of its name', '{{#*inline "p"}}in{{/inline}}{{> p}}', { p: 'out' }, 'in'],
    ['may stand after its use', '{{> p}}{{#*inline "p"}}a{{/inline}}', {}, 'a'],
    ['ends with its block', '{{#with me}}{{#*inline "p"}}in{{/inline}}{{> p}}{{/with}}{{> p}}', { p: 'out' }, 'inout'],
    ['reaches the partials called', '{{#*inline "q"}}in{{/inline}}{{> p}}', { p: '[{{> q}}]' }, '[in]'],
    ['fills in a layout', '{{#> p}}{{#*inline "q"}}{{greeting}}{{/inline}}{{/p}}', { p: '[{{> q}}]' }, '[Hi]'],
    ['has a fallback in a layout', '{{#> p}}{{/p}}', { p: '[{{#> q}}none{{/q}}]' }, '[none]'],
    ['may be named by a value', '{{#with me}}{{#*inline greeting}}a{{/inline}}{{> Hi}}{{/with}}', {}, 'a'],
  ])('%s', (_guarantee, source, partials, expected) => expect(render(source, people, { partials })).toBe(expected))
})

describe('a decorator', () => {
  const decorators = { shout: (run: (context: unknown) => string) => (context: unknown) => run(context).toUpperCase() }
  it('changes the program it stands in', () => {
    expect(render('a{{#with this}}b{{*shout}}{{/with}}', { a: 1 }, { decorators })).toBe('aB')
  })
  it('fails when it is not registered', () => {
    expect(() => render('{{*gone}}')).toThrow('Missing decorator: "gone"')
    expect(() => render('{{*constructor}}')).toThrow('Missing decorator: "constructor"')
  })
})
