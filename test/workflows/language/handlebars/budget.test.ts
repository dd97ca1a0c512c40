import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import {
  DEPTH_MAX,
  NODES_MAX,
  OUTPUT_CHARS_MAX,
  PARTIAL_DEPTH_MAX,
} from '../../../../workflows/language/handlebars/budget.ts'
import { compile } from '../../../../workflows/language/handlebars.ts'
import { render } from './rendering.ts'

const nested = (levels: number) => `${'{{#if a}}'.repeat(levels)}x${'{{/if}}'.repeat(levels)}`
const list = Array.from({ length: 1000 }, (_, index) => index)

describe('a template within its budget', () => {
  it.each([
    ['of depth', nested(DEPTH_MAX - 1), 'x'],
    ['of else chains', `{{#if no}}${'{{else if no}}'.repeat(DEPTH_MAX - 2)}{{else}}x{{/if}}`, 'x'],
    ['of output', '{{text}}', 'x'.repeat(OUTPUT_CHARS_MAX)],
  ])('%s renders', (_limit, source, expected) => {
    const context = { a: true, text: 'x'.repeat(OUTPUT_CHARS_MAX) }
    expect(render(source, context)).toBe(expected)
  })

  it('pays once for text passed up through blocks', () => {
    const limits = { outputChars: 30 }
    expect(
      render(nested(20).replace('x', '{{text}}'), { a: true, text: 'x'.repeat(30) }, { compile: { limits } }),
    ).toHaveLength(30)
  })

  it('starts afresh with every render, also after one that failed', () => {
    const template = compile(Handlebars.create(), '{{#each list}}{{.}}{{/each}}', { limits: { nodes: 50 } })
    expect(() => template({ list })).toThrow('budget')
    expect(template({ list: [1, 2] })).toBe('12')
    expect(template({ list: [1, 2] })).toBe('12')
  })
})

describe('a template past its budget', () => {
  const partials = {
    self: '{{> self}}',
    ping: '{{> pong}}',
    pong: '{{> ping}}',
    twice: '{{#if n}}{{> twice n=m}}{{> twice n=m}}{{/if}}',
    double: '{{> double}}{{> double}}',
    doubled: '{{> doubled x=(concat x x)}}',
    block: '{{#> block}}{{> @partial-block}}{{/block}}',
    wide: '  {{> lines}}\n',
    lines: '\n'.repeat(400_000),
  }
  it.each([
    ['nodes', 'loops in loops', '{{#each list}}{{#each @root.list}}{{/each}}{{/each}}'],
    ['nodes', 'a long expression in a loop', `{{#each list}}{{many ${'(many . 1) '.repeat(60)}}}{{/each}}`],
    ['nodes', 'partials that call two others', '{{> a0}}'],
    ['outputChars', 'a large text in a loop', '{{#each list}}{{@root.text}}{{/each}}'],
    ['outputChars', 'a large raw text in a loop', '{{#each list}}{{{@root.text}}}{{/each}}'],
    ['outputChars', 'a large array in a loop', '{{#each list}}{{{@root.texts}}}{{/each}}'],
    ['outputChars', 'loops whose text nobody sees', '{{#void}}{{#each list}}{{@root.text}}{{/each}}{{/void}}'],
    ['outputChars', 'growth by escaping', '{{quotes}}'],
    ['outputChars', 'growth by a helper', '{{#repeat}}{{text}}{{/repeat}}'],
    ['outputChars', 'a value that doubles', '{{> doubled x=text}}'],
    ['outputChars', 'growth by indents', 'a\n  {{> wide}}\n'],
    ['depth', 'blocks in blocks', nested(DEPTH_MAX + 1)],
    ['depth', 'very many blocks in blocks', nested(20_000)],
    ['depth', 'very many subexpressions', `{{lookup ${'(lookup '.repeat(20_000)}a${' 1)'.repeat(20_000)} 1}}`],
    ['partialDepth', 'a partial that calls itself', '{{> self}}'],
    ['partialDepth', 'partials that call each other', '{{> ping}}'],
    ['partialDepth', 'an inline partial that calls itself', '{{#*inline "i"}}{{> i}}{{/inline}}{{> i}}'],
    ['partialDepth', 'a partial block that calls its own', '{{#> block}}a{{/block}}'],
    ['partialDepth', 'a partial that calls itself twice', '{{> double}}'],
  ])('of %s stops: %s', (limit, _why, source) => {
    const doubling = Array.from({ length: 40 }, (_, index) => [`a${index}`, `{{> a${index + 1}}}{{> a${index + 1}}}`])
    const given = {
      partials: { ...partials, ...Object.fromEntries(doubling), a40: '' },
      helpers: {
        many: () => '',
        concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
        void(this: unknown, options: Handlebars.HelperOptions) {
          options.fn(this)
          return ''
        },
        repeat(this: unknown, options: Handlebars.HelperOptions) {
          return options.fn(this).repeat(5000)
        },
      },
    }
    const text = 'x'.repeat(2000)
    const context = { list, text, texts: [text, text], quotes: '"'.repeat(OUTPUT_CHARS_MAX / 4), a: true }
    const failed = () => render(source, context, given)
    expect(failed).toThrow(expect.objectContaining({ code: 'budget', limit }))
    expect(failed).toThrow(new RegExp(`budget: more than \\d+ ${limit}`))
  })

  it('stops by the limits it is given', () => {
    const limits = { nodes: 20, depth: 3, outputChars: 5, partialDepth: 1 }
    const strict = (source: string) => () =>
      render(source, { list, a: true }, { compile: { limits }, partials: { p: '{{> q}}', q: '' } })
    expect(strict('{{#each list}}{{/each}}')).toThrow('more than 20 nodes')
    expect(strict(nested(3))).toThrow('more than 3 depth')
    expect(strict('123456')).toThrow('more than 5 outputChars')
    expect(strict('{{> p}}')).toThrow('more than 1 partialDepth')
  })

  it('cannot start over by way of a helper that renders', () => {
    const environment = Handlebars.create()
    const inner = compile(environment, '{{#each list}}{{.}}{{/each}}')
    const outer = compile(environment, '{{#each list}}{{again}}{{/each}}')
    const helpers = { again: () => outer({ list }, { helpers: { again: () => inner({ list }) } }) }
    expect(() => render('{{again}}', {}, { environment, helpers })).toThrow(`more than ${NODES_MAX} nodes`)
  })

  it('fails on its partials in the same way', () => {
    expect(() => render('{{> p}}', { a: true }, { partials: { p: nested(DEPTH_MAX + 1) } })).toThrow('depth')
    expect(PARTIAL_DEPTH_MAX).toBeLessThan(DEPTH_MAX)
  })
})
