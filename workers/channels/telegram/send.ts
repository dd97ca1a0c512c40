import type { Button } from '../../../schema/content.ts'
import { TEXT_ONLY } from '../capabilities.ts'
import { clip, clipBytes } from '../clip.ts'
import type { Channel, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { type Writer, writeRich } from '../rich-text.ts'
import { secretValues } from '../signature.ts'
import { FAULTS, read, readProbe } from './outcome.ts'

const HOST = 'https://api.telegram.org'
const TEXT_MAX = 4096
const CAPTION_MAX = 1024
const CALLBACK_BYTES_MAX = 64

/** `sendMessage` and `sendPhoto` of the Bot API; limits of core.telegram.org/bots/faq. */
export const sending: Sending = {
  missing: (channel) => (secretValues(channel.secrets, 'bot_token').length === 0 ? 'bot_token' : undefined),
  request: async (message, channel) =>
    message.image && message.text.length <= CAPTION_MAX
      ? call('sendPhoto', { ...addressOf(message), photo: message.image.url, ...captionOf(message) }, channel)
      : call('sendMessage', { ...addressOf(message), ...textOf(message) }, channel),
  read,
  probe: { request: (channel) => call('getMe', {}, channel), read: readProbe },
  faults: FAULTS,
  can: {
    ...TEXT_ONLY,
    length: { max: TEXT_MAX, unit: 'utf16' },
    markdown: true,
    buttons: 100,
    image: true,
    card: true,
    mentions: true,
    rooms: true,
    edit: true,
  },
  limits: [
    { per: 'channel', limit: 30, perMs: 1000 },
    { per: 'recipient', limit: 1, perMs: 1000 },
    { per: 'room', limit: 20, perMs: 60_000 },
  ],
}

/** The token is a part of the address: whoever has the address has the bot. Nothing of it goes into a log or an error. */
function call(method: string, body: object, channel: Channel): OutgoingRequest {
  const [token] = secretValues(channel.secrets, 'bot_token')
  return {
    method: 'POST',
    url: `${channel.apiBase ?? HOST}/bot${token}/${method}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

/** A chat, or one topic of it: `-1001234567890:7`. */
function addressOf({ to }: Outgoing): object {
  const topic = /^(-\d+):(\d+)$/.exec(to)
  return topic ? { chat_id: topic[1] ?? to, message_thread_id: Number(topic[2]) } : { chat_id: to }
}

function captionOf(message: Outgoing): object {
  const { text, ...rest } = written(message, CAPTION_MAX)
  return { ...(text !== '' && { caption: text }), ...rest, ...keyboardOf(message.buttons) }
}

/** A picture that cannot take so long a caption is shown as the preview above the text. */
function textOf(message: Outgoing): object {
  const { image, card } = message
  const preview = image
    ? { url: image.url, prefer_large_media: true, show_above_text: true }
    : card && { url: card.url, ...(card.image !== undefined && { prefer_large_media: true }) }
  return {
    ...written(message, TEXT_MAX),
    ...(preview && { link_preview_options: preview }),
    ...keyboardOf(message.buttons),
  }
}

/** Without a parse mode what members wrote is safe as it is; with one, it is escaped. */
function written(message: Outgoing, max: number): { text: string; parse_mode?: string } {
  const { markdown, mentions, card } = message
  if (markdown !== true && !mentions?.length && !card) return { text: message.text }
  const text = writeRich(message, HTML)
  return { text: card ? withCard(text, card, max - message.text.length) : text, parse_mode: 'HTML' }
}

/** As much of the card as there is room for: the preview shows it anyway. */
function withCard(text: string, card: NonNullable<Outgoing['card']>, room: number): string {
  const title = clip(card.title, 256)
  if (room < title.length + 2) return text
  const shown = `<a href="${attribute(card.url)}"><b>${escapeHtml(title)}</b></a>`
  const left = Math.min(room - title.length - 4, 1024)
  const described =
    card.description !== undefined && left > 10 ? `\n${escapeHtml(clip(card.description, Math.floor(left / 2)))}` : ''
  return `${text === '' ? '' : `${text}\n\n`}${shown}${described}`
}

const HTML: Writer = {
  text: escapeHtml,
  mention: ({ id, text }) =>
    /^\d+$/.test(id) ? `<a href="tg://user?id=${id}">${escapeHtml(text)}</a>` : escapeHtml(text),
  bold: (inner) => `<b>${inner}</b>`,
  italic: (inner) => `<i>${inner}</i>`,
  strike: (inner) => `<s>${inner}</s>`,
  code: (plain) => `<code>${escapeHtml(plain)}</code>`,
  fence: (plain) => `<pre>${escapeHtml(plain)}</pre>`,
  link: (inner, url) => `<a href="${attribute(url)}">${inner}</a>`,
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function attribute(text: string): string {
  return escapeHtml(text).replaceAll('"', '&quot;')
}

/** One button a row, so that none is cut. A click carries at most 64 bytes. */
function keyboardOf(buttons: readonly Button[] | undefined): object {
  if (!buttons?.length) return {}
  const rows = buttons.map((button) => [
    'url' in button
      ? { text: button.text, url: button.url }
      : { text: button.text, callback_data: clipBytes(button.value, CALLBACK_BYTES_MAX) },
  ])
  return { reply_markup: { inline_keyboard: rows } }
}
