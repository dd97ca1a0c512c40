import type { Button, LinkCard } from '../../../schema/content.ts'
import type { Json, JsonObject } from '../../../schema/json.ts'
import { clip } from '../clip.ts'
import { present } from '../json-fields.ts'
import type { Outgoing } from '../kind.ts'
import { splitMentions } from '../rich-text.ts'

export const CONTENT_MAX = 2000
const ROW_BUTTONS = 5
const LINK_STYLE = 5
const PRIMARY_STYLE = 1

/**
 * The body of Create Message and Execute Webhook (docs: resources/message, resources/webhook). Only whom the message
 * mentions is rung, whatever its text contains.
 */
export function bodyOf(message: Outgoing, addressed?: string): JsonObject {
  const parts = splitMentions(message.text, message.mentions)
  const mentioned = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.id]))
  const users = [...new Set(addressed === undefined ? mentioned : [addressed, ...mentioned])]
  return {
    content: `${addressed === undefined ? '' : `<@${addressed}> `}${contentOf(message)}`,
    allowed_mentions: { parse: [], ...(users.length > 0 && { users }) },
    ...present({ embeds: listed(embedsOf(message)), components: listed(rowsOf(message.buttons ?? [])) }),
  }
}

/** Discord reads Markdown in everything, so what was not written as such is escaped, as long as it still fits. */
function contentOf({ text, markdown, mentions }: Outgoing): string {
  const written = (plain: (part: string) => string) =>
    splitMentions(text, mentions)
      .map((part) => (typeof part === 'string' ? plain(part) : `<@${part.id}>`))
      .join('')
  const asItIs = written((part) => part)
  const escaped = markdown === true ? asItIs : written(escapeMarkdown)
  return escaped.length <= CONTENT_MAX ? escaped : asItIs
}

/** Addresses stay whole: in them a backslash would lead elsewhere. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_~`|]|^(?=(?:#{1,3}|>|>>>|[-+]) )/gm, '\\$&')))
    .join('')
}

function embedsOf({ image, card }: Outgoing): JsonObject[] {
  const pictures = image ? [{ image: { url: image.url }, ...present({ description: image.alt }) }] : []
  return card ? [cardOf(card), ...pictures] : pictures
}

function cardOf({ title, url, description, image }: LinkCard): JsonObject {
  return {
    title: clip(title, 256),
    url,
    ...(description !== undefined && { description: clip(description, 4096) }),
    ...(image !== undefined && { image: { url: image } }),
  }
}

function rowsOf(buttons: readonly Button[]): JsonObject[] {
  const rows = Array.from({ length: Math.ceil(buttons.length / ROW_BUTTONS) }, (_, row) =>
    buttons.slice(row * ROW_BUTTONS, (row + 1) * ROW_BUTTONS),
  )
  return rows.map((row) => ({ type: 1, components: row.map(buttonOf) }))
}

function buttonOf(button: Button): JsonObject {
  const label = clip(button.text, 80)
  if ('url' in button) return { type: 2, style: LINK_STYLE, label, url: button.url }
  return { type: 2, style: PRIMARY_STYLE, label, custom_id: button.value.slice(0, 100) }
}

function listed(items: JsonObject[]): Json | undefined {
  return items.length > 0 ? items : undefined
}
