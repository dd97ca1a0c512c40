// The behaviours of spec/helpers.js and spec/track-ids.js of handlebars 4 (MIT, handlebars-lang/handlebars.js).
import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import { HELPERS, render } from './rendering.ts'

type Options = Handlebars.HelperOptions & Record<string, unknown>
const optionsOf = (args: unknown[]) => args.at(-1) as Options

describe('a helper', () => {
  it.each([
    ['gets values', '{{join a "b" 1 2.5 -3 true false}}', 'A-b-1-2.5--3-true-false'],
    ['gets null and undefined', '{{join null undefined}}', '-'],
    ['gets the context', '{{#with p}}{{join name ../a}}{{/with}}', 'Ada-A'],
    ['gets strings in either quotes', `{{join "it's" 'say "x"'}}`, 'it&#x27;s-say &quot;x&quot;'],
    ['comes before a property with its name', '{{loud}}', 'undefined'],
    ['comes after a property reached through this', '{{this.loud}} {{./loud}}', 'prop prop'],
    ['is escaped', '{{loud "<"}}', '&lt;'],
    ['is not escaped when it returns a SafeString', '{{link "<"}}', '<a>&lt;</a>'],
    ['works as a block', '{{#boxed}}{{a}}{{/boxed}}', '[A]'],
    ['works as an inverse block', '{{^other}}{{a}}{{/other}}', 'A'],
    ['is found by a name in brackets', '{{[loud] a}}', 'A'],
    ['is found by a literal', '{{"loud" a}} {{12 a}}', 'A twelve'],
  ])('%s', (_guarantee, source, expected) => {
    const given = {
      ...HELPERS,
      12: () => 'twelve',
      loud: (...args: unknown[]) => (args.length > 1 ? HELPERS.loud(args[0]) : 'undefined'),
      other(this: unknown, options: Handlebars.HelperOptions) {
        return options.inverse(this)
      },
    }
    expect(render(source, { a: 'A', p: { name: 'Ada' }, loud: 'prop' }, { helpers: given })).toBe(expected)
  })

  it('gets an empty object for this when there is no context', () => {
    const helpers = {
      self(this: unknown) {
        return JSON.stringify(this)
      },
    }
    expect(render('{{{self}}}', null, { helpers })).toBe('{}')
  })

  it('given for one render comes before one of the environment', () => {
    const environment = Handlebars.create()
    environment.registerHelper({ a: () => 'environment', b: () => 'environment' })
    expect(render('{{a}} {{b}}', {}, { environment, helpers: { a: () => 'render' } })).toBe('render environment')
  })

  it('may be undefined, as if it was not there', () => {
    const helpers = { foo: undefined } as unknown as Record<string, () => string>
    expect(render('{{foo}}', { foo: 'bar' }, { helpers })).toBe('bar')
  })
})

describe('the options of a helper', () => {
  const shown = (source: string, compile = {}) => {
    const seen: Options[] = []
    const show = (...args: unknown[]) => {
      seen.push(optionsOf(args))
      return ''
    }
    render(source, { a: 1, b: { c: 2 } }, { helpers: { show }, data: { d: 3 }, compile })
    return seen[0]
  }
  it('tell name, place and data', () => {
    expect(shown(' {{show}}')).toMatchObject({
      name: 'show',
      hash: {},
      data: { d: 3, root: { a: 1 } },
      loc: { start: { line: 1, column: 1 }, end: { line: 1, column: 9 } },
    })
  })
  it('have no fn and inverse outside of blocks', () => {
    expect(shown('{{show}}')).not.toHaveProperty('fn')
    expect(shown('{{show 1}}')).not.toHaveProperty('inverse')
  })
  it('have both in a block with either', () => {
    expect(shown('{{#show}}a{{/show}}')?.inverse({})).toBe('')
    expect(shown('{{^show}}a{{/show}}')?.fn({})).toBe('')
  })
  it('say how many parameters a block names', () => {
    expect(shown('{{#show as |x y|}}{{/show}}')?.fn).toHaveProperty('blockParams', 2)
  })
  it('look up properties by the rules of the render', () => {
    const lookup = shown('{{show}}')?.lookupProperty as (parent: unknown, name: string) => unknown
    expect([lookup({ a: 1 }, 'a'), lookup({}, 'constructor')]).toEqual([1, undefined])
  })
  it('have the hash, last key first as handlebars has it', () => {
    const hash = shown('{{show x=1 y=b.c z=(lookup b "c") l=null}}')?.hash
    expect(hash).toEqual({ x: 1, y: 2, z: 2, l: null })
    expect(Object.keys(hash ?? {})).toEqual(['l', 'z', 'y', 'x'])
  })
  it('take the first of equal keys, and no __proto__', () => {
    expect(shown('{{show x=1 x=2 __proto__=b}}')?.hash).toStrictEqual({ x: 1 })
  })
  it('leave a key out that is literally undefined', () => {
    expect(Object.keys(shown('{{show x=undefined y=missing}}')?.hash ?? {})).toEqual(['y'])
  })
  it('have paths with trackIds', () => {
    expect(shown('{{show a b.c "x" (lookup b "c") ./a y=b}}', { trackIds: true })).toMatchObject({
      ids: ['a', 'b.c', null, true, 'a'],
      hashIds: { y: 'b' },
    })
  })
  it('have names instead of values with stringParams', () => {
    expect(shown('{{show a y=b.c}}', { stringParams: true })).toMatchObject({
      types: ['PathExpression'],
      hash: { y: 'b.c' },
      hashTypes: { y: 'PathExpression' },
    })
  })
})

describe('block parameters', () => {
  const helpers = {
    give: (value: unknown, options: Handlebars.HelperOptions) =>
      options.fn({ inner: 'inner' }, { data: options.data, blockParams: [value, 2] }),
  }
  it.each([
    ['are given by the helper', '{{#give 1 as |x y|}}{{x}}{{y}}{{/give}}', '12'],
    ['have properties', '{{#give this as |x|}}{{x.a}}{{inner}}{{/give}}', 'Ainner'],
    ['are arguments', '{{#give a as |x|}}{{lookup @root "a"}}{{#if x}}{{x}}{{/if}}{{/give}}', 'AA'],
    ['are open as blocks', '{{#give list as |x|}}{{#x}}{{.}}{{/x}}{{/give}}', '12'],
    ['hide outer ones', '{{#give 1 as |x|}}{{#give 3 as |x|}}{{x}}{{/give}}{{x}}{{/give}}', '31'],
    ['end with their block', '{{#give 1 as |a|}}{{a}}{{/give}}{{a}}', '1A'],
    ['work in an else chain', '{{#if no}}{{else give 1 as |x|}}{{x}}{{/if}}', '1'],
    ['are seen by partials only when passed', '{{#give 1 as |x|}}{{> p}}{{> p x=x}}{{/give}}', '<><1>'],
  ])('%s', (_guarantee, source, expected) =>
    expect(render(source, { a: 'A', list: [1, 2] }, { helpers, partials: { p: '<{{x}}>' } })).toBe(expected),
  )

  it('fail when the helper gives none', () => {
    expect(() => render('{{#boxed as |x|}}{{x}}{{/boxed}}', {}, { helpers: HELPERS })).toThrow(TypeError)
  })
})

describe('a missing helper', () => {
  it.each(['{{gone a}}', '{{#gone a}}{{/gone}}', '{{join (gone 1)}}'])('fails in %s', (source) =>
    expect(() => render(source, {}, { helpers: { join: HELPERS.join } })).toThrow('Missing helper: "gone"'),
  )
  it('is nothing without arguments', () => expect(render('<{{gone}}{{gone a=1}}>')).toBe('<>'))
  it('can be handled', () => {
    const helpers = { helperMissing: (...args: unknown[]) => `no ${optionsOf(args).name}(${args.slice(0, -1).join()})` }
    expect(render('{{gone}} {{gone 1 2}} {{#gone 3}}{{/gone}}', {}, { helpers })).toBe(
      'no gone() no gone(1,2) no gone(3)',
    )
  })
  it('can be handled for blocks', () => {
    const helpers = {
      blockHelperMissing: (value: unknown, options: Handlebars.HelperOptions) => options.fn(`[${value}]`),
    }
    expect(render('{{#a}}{{.}}{{/a}}{{#this.a}}{{.}}{{/this.a}}', { a: 1 }, { helpers })).toBe('[1][1]')
  })
})

describe('known helpers', () => {
  const helpers = { known: () => 'known', unknown: () => 'unknown' }
  const compile = { knownHelpers: { known: true }, knownHelpersOnly: true }
  it.each([
    ['are called', '{{known}} {{known 1}}', 'known known'],
    ['include those of handlebars', '{{#if a}}{{#unless b}}{{a}}{{/unless}}{{/if}}', 'A'],
    ['leave other names to the context', '{{unknown}}{{#a}}{{.}}{{/a}}', 'propertyA'],
  ])('%s', (_guarantee, source, expected) =>
    expect(render(source, { a: 'A', unknown: 'property' }, { helpers, compile })).toBe(expected),
  )
  it('are the only ones if told so', () => {
    expect(() => render('{{unknown 1}}', {}, { helpers, compile })).toThrow(
      'You specified knownHelpersOnly, but used the unknown helper unknown - 1:0',
    )
  })
})
