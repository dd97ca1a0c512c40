import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import type { Content } from '../../../schema/content.ts'
import { TEXT_ONLY } from '../../../workers/channels/capabilities.ts'
import type { Capabilities } from '../../../workers/channels/kind.ts'
import { render } from '../../../workers/channels/rendering.ts'
import { splitText } from '../../../workers/channels/split-text.ts'
import { sizeOf } from '../../../workers/channels/text-size.ts'

const EVERYTHING: Capabilities = {
  ...{ ...TEXT_ONLY, markdown: true, buttons: 3, image: true, card: true, mentions: true },
}
const yes = { text: 'Yes', value: 'y' }
const more = { text: 'More', url: 'https://x.test/a' }
const image = { url: 'https://x.test/i.png', alt: 'A cat' }
const card = { title: 'Offer', url: 'https://x.test/o', description: 'Today only' }
const mentions = [{ text: '@Li Lei', id: 'u1' }]

it.each<[string, Content, Partial<Capabilities>, Content[]]>([
  ['leaves plain text alone', { text: 'a < b & c' }, {}, [{ text: 'a < b & c' }]],
  [
    'escapes it where text is HTML',
    { text: 'a < "b" & c' },
    { html: true },
    [{ text: 'a &lt; &quot;b&quot; &amp; c' }],
  ],
  [
    'puts buttons into words: a choice by its number, a link by where it leads',
    { text: 'Well?', buttons: [yes, more] },
    {},
    [{ text: 'Well?\n\n1. Yes\nMore: https://x.test/a' }],
  ],
  [
    'puts only the buttons into words that do not fit',
    { text: 'Well?', buttons: [yes, more, yes] },
    { buttons: 2 },
    [{ text: 'Well?\n\n3. Yes', buttons: [yes, more] }],
  ],
  [
    'puts an image and a card into words',
    { text: 'Look', image, card },
    {},
    [{ text: 'Look\n\nA cat: https://x.test/i.png\n\nOffer\nToday only\nhttps://x.test/o' }],
  ],
  [
    'leaves what can be shown as it is',
    { text: '**Hi** @Li Lei', markdown: true, buttons: [yes], image, card, mentions },
    EVERYTHING,
    [{ text: '**Hi** @Li Lei', markdown: true, buttons: [yes], image, card, mentions }],
  ],
  [
    'makes Markdown readable where it cannot be shown',
    {
      text: '# Rules\n\n* **No** spam, _please_\n* see [here](https://x.test)\n\n`a*b` snake_case_name 2 * 3 * 4\n```\n**x**\n```',
      markdown: true,
    },
    {},
    [{ text: 'Rules\n\n- No spam, please\n- see here (https://x.test)\n\na*b snake_case_name 2 * 3 * 4\n**x**' }],
  ],
  ['forgets whom it cannot mention', { text: 'Hi @Li Lei', mentions }, {}, [{ text: 'Hi @Li Lei' }]],
  [
    'escapes a mention as it escapes its text',
    { text: 'Hi @<b>', mentions: [{ text: '@<b>', id: 'u' }] },
    { html: true, mentions: true },
    [{ text: 'Hi @&lt;b&gt;', mentions: [{ text: '@&lt;b&gt;', id: 'u' }] }],
  ],
  [
    'keeps buttons for the last piece, and each mention with its words',
    { text: 'Hello @Li Lei, welcome.\n\nPlease choose one.', buttons: [yes], mentions },
    { buttons: 1, mentions: true, length: { max: 25, unit: 'characters' } },
    [
      { text: 'Hello @Li Lei, welcome.', mentions },
      { text: 'Please choose one.', buttons: [yes] },
    ],
  ],
])('%s', (_, content, can, expected) => {
  expect(render(content, { ...TEXT_ONLY, ...can })).toEqual(expected)
})

it.each([
  ['ends of paragraphs first', 'One two. Three four.\n\nFive six.', 30, ['One two. Three four.', 'Five six.']],
  ['then of sentences', '你好。今天天气不错！我们出去吧', 12, ['你好。今天天气不错！', '我们出去吧']],
  [
    'not at a point inside a number or a link',
    'Costs 3.14 at a.example.org today. Bye',
    34,
    ['Costs 3.14 at a.example.org today.', 'Bye'],
  ],
  ['then of words', 'one two three four', 9, ['one two', 'three', 'four']],
  ['then between characters', 'abcdefgh', 3, ['abc', 'def', 'gh']],
  ['never inside a flag or a family', '👨‍👩‍👧‍👦🇨🇳👨‍👩‍👧‍👦', 8, ['👨‍👩‍👧‍👦', '🇨🇳', '👨‍👩‍👧‍👦']],
])('cuts at %s', (_, text, max, expected) => {
  expect(splitText(text, { max, unit: 'characters' })).toEqual(expected)
})

test('cuts no mention in two', () => {
  expect(splitText('hello @Li Lei', { max: 10, unit: 'utf16' }, ['@Li Lei'])).toEqual(['hello', '@Li Lei'])
})

test.each(['characters', 'utf16', 'bytes'] as const)(
  'pieces counted in %s are never too long, and together they are the text',
  (unit) => {
    const word = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom('群发消息。', '你好！', ' ', '\n\n', '. ', '👩🏽‍🚀', '🇨🇳', 'e\u0301', '𠮷', '@Li Lei'),
    )
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(''))
    const blank = (piece: string) => piece.replace(/\s+/gu, '')
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 200 }), (written, max) => {
        const pieces = splitText(written, { max, unit }, ['@Li Lei'])
        expect(pieces.every((piece) => sizeOf(piece, unit) <= max)).toBe(true)
        expect(pieces.every((piece) => piece.isWellFormed()) || !written.isWellFormed()).toBe(true)
        expect(blank(pieces.join(''))).toBe(blank(written))
        if (pieces.length > 1) expect(pieces.every((piece) => piece !== '')).toBe(true)
      }),
    )
  },
)
