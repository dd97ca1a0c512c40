import type { Button } from '../../../schema/content.ts'
import { clip } from '../clip.ts'
import type { Outgoing } from '../kind.ts'
import { type Writer, writeRich } from '../rich-text.ts'

export const TEXT_MAX = 4096
/** Of what carries buttons, and of a picture's caption. */
const SHORT_TEXT_MAX = 1024
const TITLE_MAX = 20
const ID_MAX = 256

type Clickable = Extract<Button, { value: string }>
type Link = Extract<Button, { url: string }>

/** The part of the body that is the message: `type`, and what belongs to that type. */
export function contentOf(message: Outgoing): object {
  const template = readTemplate(message)
  if (template) return template
  const text = message.markdown === true ? writeRich(message, WHATSAPP) : message.text
  const buttons = message.buttons ?? []
  const [clickable, links] = [buttons.filter(isClickable), buttons.filter(isLink)]
  const [link] = links
  const isShort = text !== '' && text.length <= SHORT_TEXT_MAX
  if (isShort && clickable.length === 0 && link && links.length === 1)
    return interactive(message, text, {
      name: 'cta_url',
      type: 'cta_url',
      parameters: { display_text: clip(link.text, TITLE_MAX), url: link.url },
    })
  const withLinks = lines(text, links)
  if (clickable.length > 0 && text !== '' && withLinks.length <= SHORT_TEXT_MAX)
    return interactive(message, withLinks, { type: 'button', buttons: clickable.map(replyButton) })
  return simple(message, lines(text, buttons))
}

/** What cannot be a button is a line of the text. */
function lines(text: string, buttons: readonly Button[]): string {
  const written = buttons.map((button) => ('url' in button ? `${button.text}: ${button.url}` : `• ${button.text}`))
  return written.length > 0 ? [text, written.join('\n')].filter(Boolean).join('\n\n').slice(0, TEXT_MAX) : text
}

function simple({ image }: Outgoing, text: string): object {
  if (image && text.length <= SHORT_TEXT_MAX)
    return { type: 'image', image: { link: image.url, ...(text !== '' && { caption: text }) } }
  const full = image ? `${text}\n${image.url}` : text
  const body = full.length <= TEXT_MAX ? full : text
  return { type: 'text', text: { body, preview_url: /https?:\/\//.test(body) } }
}

function interactive({ image }: Outgoing, text: string, action: { type: string } & Record<string, unknown>): object {
  const { type, ...rest } = action
  const header = image ? { header: { type: 'image', image: { link: image.url } } } : {}
  return { type: 'interactive', interactive: { type, ...header, body: { text }, action: rest } }
}

function replyButton({ text, value }: Clickable): object {
  return { type: 'reply', reply: { id: value.slice(0, ID_MAX), title: clip(text, TITLE_MAX) } }
}

const TEMPLATE = /^template:[ \t]*([a-z0-9_]{1,512})(?:[ \t]+([a-z]{2,3}(?:_[A-Za-z]{2,4})?))?[ \t]*(?:\n|$)/

/** `template: NAME LANGUAGE`, then a line for each variable of its body: the only form allowed after 24 hours. */
function readTemplate({ text, image, buttons = [] }: Outgoing): object | undefined {
  const found = TEMPLATE.exec(text)
  if (!found) return undefined
  const values = text
    .slice(found[0].length)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const components = [
    ...(image ? [{ type: 'header', parameters: [{ type: 'image', image: { link: image.url } }] }] : []),
    ...(values.length > 0
      ? [{ type: 'body', parameters: values.map((value) => ({ type: 'text', text: value })) }]
      : []),
    ...buttons.flatMap((button, index) => (isClickable(button) ? [quickReply(button, index)] : [])),
  ]
  const language = { code: found[2] ?? 'en' }
  return { type: 'template', template: { name: found[1], language, ...(components.length > 0 && { components }) } }
}

function quickReply({ value }: Clickable, index: number): object {
  const parameters = [{ type: 'payload', payload: value.slice(0, ID_MAX) }]
  return { type: 'button', sub_type: 'quick_reply', index: String(index), parameters }
}

function isClickable(button: Button): button is Clickable {
  return 'value' in button
}

function isLink(button: Button): button is Link {
  return 'url' in button
}

const WHATSAPP: Writer = {
  text: (plain) => plain,
  mention: ({ text }) => text,
  bold: (inner) => `*${inner}*`,
  italic: (inner) => `_${inner}_`,
  strike: (inner) => `~${inner}~`,
  code: (plain) => `\`${plain}\``,
  fence: (plain) => `\`\`\`${plain}\`\`\``,
  link: (inner, url) => (inner === url ? url : `${inner} (${url})`),
}
