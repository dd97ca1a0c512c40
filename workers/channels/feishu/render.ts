import type { Button, LinkCard } from '../../../schema/content.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Outgoing } from '../kind.ts'
import { splitMentions } from '../rich-text.ts'

/** What is posted: `text`, or `interactive` with a card (open.feishu.cn, im-v1 message content; card JSON 1.0). */
export type Rendered =
  | { msg_type: 'text'; content: { text: string } }
  | { msg_type: 'image'; content: { image_key: string } }
  | { msg_type: 'interactive'; card: JsonObject }

type Options = { addressed?: string | undefined; pictureId?: string | undefined }

/**
 * A text with its mentions, or a picture alone; Markdown, buttons, links and a picture with words are a card. `addressed`
 * is mentioned in front.
 */
export function render(message: Outgoing, { addressed, pictureId }: Options = {}): Rendered {
  const { buttons = [], card, markdown, text, image } = message
  const picture = image && pictureId !== undefined ? pictureElement(pictureId, image.alt) : undefined
  const isRich = markdown || buttons.length > 0 || card !== undefined
  if (pictureId !== undefined && image && text === '' && !isRich)
    return { msg_type: 'image', content: { image_key: pictureId } }
  if (!isRich && !picture) {
    const front = addressed === undefined ? '' : `${at('user_id', addressed)} `
    return { msg_type: 'text', content: { text: `${front}${plainText(message)}` } }
  }
  const front = addressed === undefined ? '' : `${at('id', addressed)} `
  const written = `${front}${cardMarkdown(message)}`
  const elements: JsonObject[] = written === '' ? [] : [{ tag: 'markdown', content: written }]
  if (picture) elements.push(picture)
  if (card) elements.push(linkElement(card))
  if (buttons.length > 0) elements.push({ tag: 'action', actions: buttons.map(buttonElement) })
  return { msg_type: 'interactive', card: { config: { wide_screen_mode: true }, elements } }
}

/** In a text a mention is an element; whatever else looks like one is what a member wrote. */
function plainText({ text, mentions }: Outgoing): string {
  return splitMentions(text, mentions)
    .map((part) => (typeof part === 'string' ? withoutMentions(part) : at('user_id', part.id)))
    .join('')
}

/** A card's text is always Markdown, so that plain text is escaped in it. */
function cardMarkdown({ text, mentions, markdown }: Outgoing): string {
  const write = markdown ? withoutMentions : escapeMarkdown
  return splitMentions(text, mentions)
    .map((part) => (typeof part === 'string' ? write(part) : at('id', part.id)))
    .join('')
}

/** Texts name the attribute `user_id`, cards `id`. */
function at(attribute: 'user_id' | 'id', id: string): string {
  return `<at ${attribute}="${id.replace(/[^\w.@+-]/g, '')}"></at>`
}

/** `alt` is shown while the picture loads, and must be there. */
function pictureElement(key: string, alt = ''): JsonObject {
  return { tag: 'img', img_key: key, alt: { tag: 'plain_text', content: alt } }
}

function linkElement({ title, url, description }: LinkCard): JsonObject {
  const name = `**[${escapeMarkdown(title)}](${url})**`
  const content = description === undefined ? name : `${name}\n${escapeMarkdown(description)}`
  return { tag: 'markdown', content }
}

/** A choice comes back as `card.action.trigger` with the value; a link leads there. */
function buttonElement(button: Button): JsonObject {
  const shown = { tag: 'button', type: 'default', text: { tag: 'plain_text', content: button.text } }
  return 'url' in button ? { ...shown, url: button.url } : { ...shown, value: { value: button.value } }
}

/** Text may hold what a member wrote; `<at user_id="all">` in it would ring the whole group. */
function withoutMentions(text: string): string {
  return text.replace(/<(?=\/?at\b)/gi, '＜')
}

function escapeMarkdown(text: string): string {
  return text.replace(/[<>*~[\]()#`_\\$]/g, (character) => `&#${character.charCodeAt(0)};`)
}
