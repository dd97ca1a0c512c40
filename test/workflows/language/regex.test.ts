import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRegex } from '../../../workflows/language/regex.ts'

function matches(pattern: string, subject: string): boolean {
  const compiled = compileRegex(pattern)
  if (compiled.kind === 'problem') throw new Error(compiled.message)
  return compiled.regex.test(subject)
}

describe('compileRegex', () => {
  it.each([
    ['', 'anything', true],
    ['ubb', 'hubba', true],
    ['^ab$', 'cab', false],
    ['gr(a|e)y', 'grey', true],
    ['^(?:a|ab)(?:c|bcd)$', 'abcd', true],
    ['^x*$', '', true],
    ['^a{2,3}$', 'aaaa', false],
    ['^a{2}$', 'aa', true],
    ['^a{2,}$', 'aaaaa', true],
    ['^a{,2}$', 'a{,2}', true],
    ['^a+?b??$', 'aab', true],
    ['^[a-c\\d_-]+$', 'b7_-', true],
    ['^[^a-c]$', 'b', false],
    ['^[]x]+$', ']x', true],
    ['[[:upper:]][[:^digit:]]', 'aBc', true],
    ['\\bcat\\b', 'a cat!', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['\\Aab\\z', 'ab', true],
    ['^.$', '\n', false],
    ['(?s)^.$', '\n', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^b$', 'a\nb\nc', false],
    ['(?i)straße', 'STRAßE', true],
    ['(?i)[a-c]+X', 'ABCx', true],
    ['(?i:a)b', 'AB', false],
    ['(?i)a(?-i)b', 'AB', false],
    ['(a(?i)b)c', 'aBc', true],
    ['(a(?i)b)c', 'aBC', false],
    ['(?P<year>\\d{4})-(?<month>\\d\\d)', 'in 2026-07', true],
    ['^\\p{Han}+$', '沉睡会员', true],
    ['^\\pL\\P{L}$', 'é1', true],
    ['^[\\p{Greek}x]+$', 'πx', true],
    ['^.$', '😀', true],
    ['^[😀-😅]$', '😃', true],
    ['\\x41\\x{1F600}\\.\\t', 'A😀.\t', true],
    ['\\Qa.b*\\E+', 'a.b**', true],
    ['\\Qa.b', 'axb', false],
    ['a|', 'b', true],
    ['()', 'b', true],
    ['(|a)+$', 'aaa', true],
    ['^(a*)*$', 'aaaa', true],
    ['\\s\\S\\w\\W\\d\\D', ' xy-1z', true],
    ['ñ+a', 'mañana', true],
  ])('%j on %j is %s', (pattern, subject, expected) => expect(matches(pattern, subject)).toBe(expected))

  it.each([
    '(',
    ')',
    'a)',
    '[',
    '[a',
    '[b-a]',
    '*',
    'a**',
    '+',
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?<!a)',
    '(a)\\1',
    '\\',
    '\\y',
    '\\8',
    'a{1001}',
    'a{3,2}',
    '\\p{Nope}',
    '[[:nope:]]',
    '(?z)',
    '\\x{110000}',
    '((a{100}){100}){100}',
    'a'.repeat(257),
    '('.repeat(60) + ')'.repeat(60),
  ])('refuses %j', (pattern) => expect(compileRegex(pattern).kind).toBe('problem'))

  it('agrees with the engine of JavaScript wherever both know the syntax', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'c',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '\\b',
      '^',
      '$',
      '(a|b)',
      '(?:ab|a)',
      '(b*)',
    )
    const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '*?', '{1,}?')
    const quantified = fc
      .tuple(piece, quantifier)
      .map(([part, times]) => (/^(\\b|\^|\$)$/.test(part) ? part : part + times))
    const alternative = fc.array(quantified, { maxLength: 6 }).map((parts) => parts.join(''))
    const pattern = fc.array(alternative, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|'))
    const subject = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 12 })
    fc.assert(
      fc.property(pattern, subject, (source, text) => {
        expect(matches(source, text)).toBe(new RegExp(source).test(text))
      }),
      { numRuns: 3_000 },
    )
  })

  it.each(['(a+)+$', '^(a|a)*$', '(a|aa)+$', '(.*a){12}$', '^(a*)*$', '(([a-z])+.)+[A-Z]([a-z])+$'])(
    'takes time in proportion to the text for %s',
    (pattern) => {
      const started = performance.now()
      expect(matches(pattern, `${'a'.repeat(10_000)}!`)).toBe(false)
      expect(performance.now() - started).toBeLessThan(2_000)
    },
  )
})
