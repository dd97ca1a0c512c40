// The behaviours of spec/strict.js, spec/security.js, spec/compiler.js and spec/basic.js of handlebars 4 (MIT, handlebars-lang/handlebars.js).
import Handlebars from 'handlebars'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { compile } from '../../../../workflows/language/handlebars.ts'
import { HELPERS, render } from './rendering.ts'

describe('strict', () => {
  const strict = (source: string, context: unknown) =>
    render(source, context, { compile: { strict: true }, helpers: HELPERS, data: { d: 1 } })

  it.each([
    ['{{a}}', {}, '"a" not defined in [object Object] - 1:2'],
    ['\n {{a.b}}', { a: {} }, '"b" not defined in [object Object] - 2:3'],
    ['{{a}}', null, '"a" not defined in null'],
    ['{{@x}}', {}, '"x" not defined in'],
    ['{{gone 1}}', {}, '"gone" not defined in'],
    ['{{#a}}{{/a}}', {}, '"a" not defined in'],
    ['{{^a}}{{/a}}', {}, '"a" not defined in'],
    ['{{#gone 1}}{{/gone}}', {}, '"gone" not defined in'],
  ])('fails in %j', (source, context, message) => expect(() => strict(source, context)).toThrow(message))

  it.each([
    ['what is there', '{{a.b}}', { a: { b: 1 } }, '1'],
    ['what is there as undefined', '<{{a}}>', { a: undefined }, '<>'],
    ['helpers and data', '{{loud "a"}}{{@d}}', {}, 'A1'],
    ['a missing argument', '{{#unless a}}no{{/unless}}', {}, 'no'],
    ['block parameters', '{{#each a as |x|}}{{x}}{{/each}}', { a: [1] }, '1'],
  ])('allows %s', (_guarantee, source, context, expected) => expect(strict(source, context)).toBe(expected))
})

describe('assumeObjects', () => {
  const assume = (source: string, context: unknown) => render(source, context, { compile: { assumeObjects: true } })
  it.each([
    ['<{{a}}>', {}, '<>'],
    ['<{{a.b}}>', { a: {} }, '<>'],
    ['{{^a}}none{{/a}}', {}, 'none'],
  ])('allows a missing end in %s', (source, context, expected) => expect(assume(source, context)).toBe(expected))
  it.each([
    ['{{a.b}}', {}],
    ['{{a}}', null],
    ['{{@a.b}}', {}],
  ])('fails on a missing object in %s', (source, context) => expect(() => assume(source, context)).toThrow(TypeError))
})

describe('compat', () => {
  const compat = (source: string, partials = {}) =>
    render(source, { a: { b: 1 }, list: [{ x: 1 }], c: 2 }, { compile: { compat: true }, partials })
  it.each([
    ['looks outwards', '{{#a}}{{b}}{{c}}{{/a}}', '12'],
    ['looks outwards from a loop', '{{#each list}}{{x}}{{c}}{{a.b}}{{/each}}', '121'],
    ['does not look outwards when told not to', '<{{#a}}{{./c}}{{/a}}>', '<>'],
    ['looks outwards from partials', '{{#a}}{{> p}}{{/a}}', '2'],
  ])('%s', (_guarantee, source, expected) => expect(compat(source, { p: '{{c}}' })).toBe(expected))
})

describe('properties of the prototype', () => {
  class Person {
    name = 'own'
    get age() {
      return 7
    }
    greet() {
      return 'hi'
    }
  }
  const warned = vi.spyOn(console, 'error').mockImplementation(() => {})
  beforeEach(() => {
    warned.mockClear()
    ;(Handlebars as unknown as { resetLoggedPropertyAccesses(): void }).resetLoggedPropertyAccesses()
  })
  const shown = (runtime: RuntimeOptions, options = {}) =>
    render('{{name}} {{age}} {{greet}}', new Person(), { ...runtime, compile: options })

  it.each([{}, { compat: true }, { strict: true, knownHelpersOnly: true }])(
    'are denied with %j, and said once',
    (options) => {
      expect(shown({}, options)).toBe('own  ')
      expect(shown({}, options)).toBe('own  ')
      expect(warned).toHaveBeenCalledTimes(2)
      expect(warned.mock.calls[0]?.[0]).toContain('Access has been denied to resolve the property "age"')
    },
  )
  it.each<[RuntimeOptions, string]>([
    [{ allowProtoPropertiesByDefault: true, allowProtoMethodsByDefault: false }, 'own 7 '],
    [{ allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: true }, 'own  hi'],
    [{ allowedProtoProperties: { age: true }, allowedProtoMethods: { greet: true } }, 'own 7 hi'],
    [
      {
        allowProtoPropertiesByDefault: true,
        allowedProtoProperties: { age: false },
        allowProtoMethodsByDefault: false,
      },
      'own  ',
    ],
  ])('are allowed by %j', (runtime, expected) => {
    expect(shown(runtime)).toBe(expected)
    expect(warned).not.toHaveBeenCalled()
  })

  const dangerous = ['constructor', '__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__']
  it.each(dangerous)('never include %s', (name) => {
    const allowed = { allowProtoPropertiesByDefault: true, allowProtoMethodsByDefault: true }
    for (const source of [
      `{{${name}}}`,
      `{{this.${name}.name}}`,
      `{{lookup this "${name}"}}`,
      `{{#with ${name}}}in{{/with}}`,
    ]) {
      expect(render(source, {}, {})).toBe('')
      expect(render(source, {}, allowed)).toBe('')
    }
  })
  it('leave an own property of such a name alone', () => {
    expect(render('{{constructor.name}}', { constructor: { name: 'mine' } })).toBe('mine')
  })
  it('do not become a name for a list', () => {
    const helpers = { list: (name: string) => [name] }
    expect(render('{{lookup (lookup this (list "constructor")) "name"}}', {}, { helpers })).toBe('')
  })
})

describe('helperMissing and blockHelperMissing', () => {
  it.each([
    '{{helperMissing}}',
    '{{helperMissing 1}}',
    '{{#helperMissing 1}}{{/helperMissing}}',
    '{{blockHelperMissing 1 .}}',
    '{{#blockHelperMissing .}}{{/blockHelperMissing}}',
  ])('cannot be called: %s', (source) => expect(() => render(source, { fn: () => 'called' })).toThrow(TypeError))

  it('can be called if allowed', () => {
    const allowed = { allowCallsToHelperMissing: true }
    expect(render('{{blockHelperMissing 1 .}}', { fn: () => 'called' }, allowed)).toBe('called')
    expect(render('{{#blockHelperMissing true}}in{{/blockHelperMissing}}', {}, allowed)).toBe('in')
  })
})

describe('compile', () => {
  const compileAny = compile as (environment: typeof Handlebars, source: unknown) => unknown
  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, '[object Object]'],
    [1, '1'],
  ])('refuses %j', (source, shown) =>
    expect(() => compileAny(Handlebars, source)).toThrow(
      `You must pass a string or Handlebars AST to Handlebars.compile. You passed ${shown}`,
    ),
  )
  it('refuses a tree, which handlebars would take', () => {
    expect(() => compileAny(Handlebars, Handlebars.parse('a'))).toThrow('You must pass a string')
  })
  it('leaves its options as they are', () => {
    const options = Object.freeze({ knownHelpers: Object.freeze({}) })
    expect(compile(Handlebars, '{{#each a}}{{@index}}{{/each}}', options)({ a: [1] })).toBe('0')
  })
  it('makes templates that can be used again', () => {
    const template = compile(Handlebars.create(), '{{#each a as |x|}}{{x}}{{@index}}{{/each}}')
    expect([template({ a: ['p'] }), template({ a: ['q', 'r'] }), template({})]).toEqual(['p0', 'q0r1', ''])
  })
})
