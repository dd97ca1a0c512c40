import type { Button, Content, Extras, LinkCard, Picture } from '../../schema/content.ts'
import type { Capabilities } from './kind.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { splitText } from './split-text.ts'

/**
 * A message as a platform can show it: what it cannot show becomes words at the end of the text, and a text that is too
 * long comes in pieces, in order. Buttons, image and card are with the last piece, each mention with the piece that it
 * stands in. With `apart` the picture is a message of its own, behind the others.
 */
export function render(content: Content, can: Capabilities, { apart = false } = {}): Content[] {
  const { image, ...beside } = shownOf(content, can)
  const shown: Extras = image && !apart ? { ...beside, image } : beside
  const said = renderText(content, can, { shown, image })
  if (!image || !apart) return said
  const isEmpty = said.length === 1 && said[0]?.text === '' && !shown.card && !shown.buttons
  return [...(isEmpty ? [] : said), { text: '', image }]
}

/** The same message where its picture cannot be shown after all. */
export function pictureInWords<C extends Content>(message: C): C {
  const { image, ...rest } = message
  if (!image) return message
  return { ...rest, text: [message.text, pictureWords(image)].filter(Boolean).join('\n\n') } as C
}

type Shown = { shown: Extras; image: Picture | undefined }

function renderText(content: Content, can: Capabilities, { shown, image }: Shown): Content[] {
  const text = [markup(content, can), ...words(content, { ...shown, ...(image && { image }) })]
    .filter((part) => part !== '')
    .join('\n\n')
  const mentions = shown.mentions ?? []
  const pieces = splitText(
    text,
    can.length,
    mentions.map((mention) => mention.text),
  )
  return pieces.map((piece, i) => {
    const here = mentions.filter((mention) => piece.includes(mention.text))
    const { mentions: _, ...rest } = i === pieces.length - 1 ? shown : onlyMarkdown(shown)
    return escaped({ text: piece, ...rest, ...(here.length > 0 && { mentions: here }) }, can)
  })
}

/** What of the extras the platform shows as what it is. */
function shownOf(content: Content, can: Capabilities): Extras {
  const { buttons = [], image, card, mentions, markdown } = content
  const pressed = content.scale && buttons.length > can.buttons ? [] : buttons.slice(0, can.buttons)
  return {
    ...(markdown && can.markdown && { markdown }),
    ...(pressed.length > 0 && { buttons: pressed }),
    ...(image && can.image && { image }),
    ...(card && can.card && { card }),
    ...(mentions && can.mentions && { mentions }),
  }
}

function onlyMarkdown({ markdown }: Extras): Extras {
  return markdown ? { markdown } : {}
}

function markup({ text, markdown }: Content, can: Capabilities): string {
  return markdown && !can.markdown ? plainMarkdown(text) : text
}

/** What the platform cannot show, as paragraphs. */
function words({ buttons = [], scale, image, card }: Content, shown: Extras): string[] {
  const written = scale ? [] : buttons.slice(shown.buttons?.length ?? 0)
  const first = buttons.length - written.length + 1
  return [
    image && !shown.image ? pictureWords(image) : '',
    card && !shown.card ? cardWords(card) : '',
    written.map((button, i) => buttonWords(button, first + i)).join('\n'),
  ]
}

function pictureWords({ url, alt }: Picture): string {
  return alt ? `${alt}: ${url}` : url
}

function cardWords({ title, description, url }: LinkCard): string {
  return [title, description, url].filter((line) => line).join('\n')
}

/** A choice is told by its place in the list, a link by where it leads. */
function buttonWords(button: Button, place: number): string {
  return 'url' in button ? `${button.text}: ${button.url}` : `${place}. ${button.text}`
}

/** Lengths are counted before this, because platforms count what people see. */
function escaped(content: Content, can: Capabilities): Content {
  if (!can.html) return content
  const { text, mentions } = content
  return {
    ...content,
    text: escapeHtml(text),
    ...(mentions && { mentions: mentions.map((mention) => ({ ...mention, text: escapeHtml(mention.text) })) }),
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
