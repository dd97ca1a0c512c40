import type { Button, LinkCard } from '../../../schema/content.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { TEXT_ONLY } from '../capabilities.ts'
import { clip } from '../clip.ts'
import { present } from '../json-fields.ts'
import type { Capabilities, Outgoing } from '../kind.ts'
import { plainMarkdown } from '../plain-markdown.ts'
import { render } from '../rendering.ts'
import { splitMentions } from '../rich-text.ts'

/** Texts of an article longer than this are cut by the platform, so such a message goes as text. */
const DESCRIPTION_BYTES_MAX = 512
const TITLE_CHARS_MAX = 26

/** As the application sends it: a picture alone, a card with buttons, an article, Markdown, or text. `taskId` is known to the click. */
export function appMessage(
  message: Outgoing,
  { taskId, pictureId }: { taskId: string; pictureId: string | undefined },
): JsonObject {
  const { buttons = [], card, markdown, text } = message
  if (message.image && pictureId !== undefined) return { msgtype: 'image', image: { media_id: pictureId } }
  if (buttons.length === 0 && !card) return plainMessage(message)
  const plain = { ...message, text: markdown ? plainMarkdown(text) : text }
  return buttons.length > 0 ? buttonCard(plain, buttons, taskId) : plainMessage(plain)
}

/** As the robot of a group posts it. Whom it mentions is a list beside the text; in Markdown, a mark in it. */
export function robotMessage(message: Outgoing, addressed: string | undefined): JsonObject {
  const ids = [...new Set([...(message.mentions ?? []).map(({ id }) => id), ...(addressed ? [addressed] : [])])]
  const quiet = { ...message, text: withoutMentions(message.text) }
  if (message.markdown) {
    const front = addressed ? `${mark(addressed)} ` : ''
    return { msgtype: 'markdown', markdown: { content: `${front}${markMentions(quiet)}${link(message.card)}` } }
  }
  const body = plainMessage(quiet)
  if (body.msgtype !== 'text' || ids.length === 0) return body
  return { msgtype: 'text', text: { content: quiet.text, mentioned_list: ids } }
}

/** What a customer gets: a text, which also names what a member would see as buttons, and the picture and the link card beside it. */
export function customerMessage(message: Outgoing, pictureId: string | undefined): JsonObject {
  const { image, ...worded } = message
  const [shown = message] = render(pictureId === undefined ? message : worded, CUSTOMER)
  const { text, card } = shown
  const attachments: JsonObject[] = []
  if (image && pictureId !== undefined) attachments.push({ msgtype: 'image', image: { media_id: pictureId } })
  if (card) {
    const link = present({ title: card.title, picurl: card.image, desc: card.description, url: card.url })
    attachments.push({ msgtype: 'link', link })
  }
  return { ...(text !== '' && { text: { content: text } }), ...(attachments.length > 0 && { attachments }) }
}

/** The text is short enough already: it came as one message. */
const CUSTOMER: Capabilities = { ...TEXT_ONLY, length: { max: Number.MAX_SAFE_INTEGER, unit: 'bytes' }, card: true }

function plainMessage({ text, markdown, card }: Outgoing): JsonObject {
  if (card) return article(text, card)
  return markdown ? { msgtype: 'markdown', markdown: { content: text } } : { msgtype: 'text', text: { content: text } }
}

function link(card: LinkCard | undefined): string {
  if (!card) return ''
  return `\n\n[${card.title}](${card.url})${card.description === undefined ? '' : `\n${card.description}`}`
}

/** An article holds what the message says above what the card says; when that is too much, the link goes as text. */
function article(text: string, card: LinkCard): JsonObject {
  const description = [text, card.description].filter((part) => part !== undefined && part !== card.title).join('\n')
  if (new TextEncoder().encode(description).length > DESCRIPTION_BYTES_MAX)
    return { msgtype: 'text', text: { content: `${text}\n\n${card.title}\n${card.url}` } }
  const only = present({ title: card.title, description, url: card.url, picurl: card.image })
  return { msgtype: 'news', news: { articles: [only] } }
}

/** A card whose buttons come back as `template_card_event` with their key, or lead somewhere. */
function buttonCard({ text, card }: Outgoing, buttons: readonly Button[], taskId: string): JsonObject {
  const lines = text.split('\n')
  const [first = '', ...rest] = lines
  const title = clip(first, TITLE_CHARS_MAX)
  const short = title === first
  const body = [short ? rest.join('\n').trim() : text, card?.description].filter((part) => part).join('\n')
  const list = buttons.map(
    (button): JsonObject =>
      'url' in button
        ? { text: button.text, style: 1, type: 1, url: button.url }
        : { text: button.text, style: 1, key: button.value },
  )
  const template_card: JsonObject = {
    card_type: 'button_interaction',
    main_title: { title },
    ...(body !== '' && { sub_title_text: body }),
    ...(card && { card_action: { type: 1, url: card.url } }),
    task_id: taskId,
    button_list: list,
  }
  return { msgtype: 'template_card', template_card }
}

function markMentions({ text, mentions }: Outgoing): string {
  return splitMentions(text, mentions)
    .map((part) => (typeof part === 'string' ? part : mark(part.id)))
    .join('')
}

function mark(userId: string): string {
  return `<@${userId}>`
}

/** Text may hold what a member wrote; `<@all>` in it would ring the whole group. */
function withoutMentions(text: string): string {
  return text.replaceAll('<@', '＜@')
}
