import * as v from 'valibot'
import type { LinkCard, Picture, WrittenExtras } from '../../../schema/content.ts'
import { namedBy } from '../../language/text.ts'
import type { Facts } from '../action.ts'

const BUTTONS_MAX = 20

const Label = v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(200))
const Address = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/]+\S*$/, 'must be an http(s) address'), v.maxLength(2000))
const Button = v.union(
  [
    v.strictObject({ text: Label, value: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)) }),
    v.strictObject({ text: Label, url: Address }),
  ],
  'must be { text, value } or { text, url }',
)
const Image = v.union(
  [Address, v.strictObject({ url: Address, alt: v.optional(v.pipe(v.string(), v.maxLength(500))) })],
  'must be an http(s) address, or { url, alt }',
)
const Card = v.strictObject({
  title: Label,
  url: Address,
  description: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  image: v.optional(Address),
})

/** What a message may show beside its text: parameters of every action that writes to somebody. */
export const showing = {
  buttons: v.optional(v.pipe(v.array(Button), v.maxLength(BUTTONS_MAX))),
  image: v.optional(Image),
  card: v.optional(Card),
  markdown: v.optional(v.boolean()),
  /** Higher goes first where messages wait for the same channel; without it, as the workflow says. */
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-100), v.maxValue(100))),
}

const Showing = v.object(showing)
export type Shown = v.InferOutput<typeof Showing>

/** What a message shows beside this text, as written. Whom the text does not name after all is not mentioned. */
export function extrasOf(
  { buttons = [], image, card, markdown }: Shown,
  text: string,
  facts: Pick<Facts, 'scope'>,
): WrittenExtras {
  const mentioned = new Map(namedBy(facts.scope).flatMap((one) => (text.includes(one.text) ? [[one.text, one]] : [])))
  return {
    ...(markdown && { markdown }),
    ...(buttons.length > 0 && { buttons }),
    ...(image !== undefined && { image: pictureOf(image) }),
    ...(card && { card: cardOf(card) }),
    ...(mentioned.size > 0 && { mentioned: [...mentioned.values()] }),
  }
}

function pictureOf(image: v.InferOutput<typeof Image>): Picture {
  if (typeof image === 'string') return { url: image }
  return { url: image.url, ...(image.alt && { alt: image.alt }) }
}

function cardOf({ title, url, description, image }: v.InferOutput<typeof Card>): LinkCard {
  return { title, url, ...(description && { description }), ...(image && { image }) }
}

/** Which of several messages that wait for the same channel goes first. */
export function priorityOf({ priority }: Shown, facts: Facts): { priority?: number } {
  const asked = priority ?? facts.program.settings.priority
  return asked === undefined ? {} : { priority: asked }
}
