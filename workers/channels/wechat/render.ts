import type { Button, LinkCard } from '../../../schema/content.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { present } from '../json-fields.ts'
import type { Outgoing } from '../kind.ts'

/** A picture alone, a menu whose choices come back, an article, or text. */
export function customMessage({ text, buttons, card, image }: Outgoing, pictureId?: string): JsonObject {
  if (image && pictureId !== undefined) return { msgtype: 'image', image: { media_id: pictureId } }
  if (buttons && buttons.length > 0) return menu(card ? withLink(text, card) : text, buttons)
  if (card) return article(text, card)
  return { msgtype: 'text', text: { content: text } }
}

/** A choice carries its value as id. One that leads somewhere is a link in the text above, where links can be. */
function menu(text: string, buttons: readonly Button[]): JsonObject {
  const links = buttons.flatMap((button) => ('url' in button ? [link(button.text, button.url)] : []))
  const list = buttons.flatMap((button) => ('url' in button ? [] : [{ id: button.value, content: button.text }]))
  const content = [text, ...links].join('\n')
  if (list.length === 0) return { msgtype: 'text', text: { content } }
  return { msgtype: 'msgmenu', msgmenu: { head_content: content, list } }
}

function article(text: string, card: LinkCard): JsonObject {
  const description = [text, card.description].filter((part) => part !== undefined && part !== card.title).join('\n')
  const only = present({ title: card.title, description, url: card.url, picurl: card.image })
  return { msgtype: 'news', news: { articles: [only] } }
}

function withLink(text: string, card: LinkCard): string {
  return `${text}\n${link(card.title, card.url)}`
}

function link(text: string, url: string): string {
  return `<a href="${url.replaceAll('"', '%22')}">${text.replaceAll('<', '＜')}</a>`
}
