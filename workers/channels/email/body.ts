import type { Button } from '../../../schema/content.ts'
import type { Outgoing } from '../kind.ts'
import { type Writer, writeRich } from '../rich-text.ts'

const SUBJECT_LENGTH_MAX = 150

/** The card's title, else the first line that says something. One line, however it was written. */
export function subjectOf(message: Outgoing, otherwise: string): string {
  const lines = plainText(message).split('\n')
  const written = message.card?.title ?? lines.find((line) => line.trim() !== '') ?? otherwise
  const line = written.replace(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length > SUBJECT_LENGTH_MAX ? `${characters.slice(0, SUBJECT_LENGTH_MAX - 1).join('')}…` : line
}

const PLAIN: Writer = {
  text: (plain) => plain,
  mention: ({ text }) => text,
  bold: (inner) => inner,
  italic: (inner) => inner,
  strike: (inner) => inner,
  code: (plain) => plain,
  fence: (plain) => plain,
  link: (inner, url) => (inner === url ? url : `${inner} (${url})`),
}

/** The part for programs that show no HTML. */
export function plainText(message: Outgoing): string {
  const { card, image, buttons = [] } = message
  const parts = [
    writeRich(message, PLAIN),
    card && [card.title, card.description, card.url].filter(Boolean).join('\n'),
    image && [image.alt, image.url].filter(Boolean).join(': '),
    buttons.map((button) => ('url' in button ? `${button.text}: ${button.url}` : `- ${button.text}`)).join('\n'),
  ]
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n')
}

const RICH: Writer = {
  text: escapeHtml,
  mention: ({ text }) => escapeHtml(text),
  bold: (inner) => `<strong>${inner}</strong>`,
  italic: (inner) => `<em>${inner}</em>`,
  strike: (inner) => `<s>${inner}</s>`,
  code: (plain) => `<code>${escapeHtml(plain)}</code>`,
  fence: (plain) => `<pre>${escapeHtml(plain)}</pre>`,
  link: (inner, url) => anchor(url, inner),
}

/** The same as HTML, with styles inline because mail programs read no others. */
export function html(message: Outgoing): string {
  const { card, image, buttons = [] } = message
  const text = message.markdown ? writeRich(message, RICH) : linked(message.text)
  const parts = [
    ...paragraphs(text),
    card &&
      `<p><strong>${anchor(card.url, escapeHtml(card.title))}</strong>${card.description ? `<br>${escapeHtml(card.description)}` : ''}</p>`,
    card?.image && picture(card.image, card.title),
    image && picture(image.url, image.alt ?? ''),
    buttons.length > 0 && `<p>${buttons.map(buttonHtml).join(' ')}</p>`,
  ]
  return `<!doctype html><html><body style="font-family:sans-serif;line-height:1.5">${parts.filter(Boolean).join('\n')}</body></html>`
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => (part.startsWith('<pre>') ? part : `<p>${part.replaceAll('\n', '<br>')}</p>`))
}

/** Plain text with its addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]。，；：！？）])/)
    .map((part, index) => (index % 2 === 1 ? anchor(part, escapeHtml(part)) : escapeHtml(part)))
    .join('')
}

function buttonHtml(button: Button): string {
  const style = 'display:inline-block;padding:8px 16px;border:1px solid;border-radius:6px;text-decoration:none'
  if (!('url' in button)) return escapeHtml(button.text)
  return isWebAddress(button.url)
    ? `<a href="${escapeHtml(button.url)}" style="${style}">${escapeHtml(button.text)}</a>`
    : escapeHtml(button.text)
}

function picture(url: string, alt: string): string {
  return isWebAddress(url)
    ? `<p><img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}" style="max-width:100%"></p>`
    : ''
}

/** Nothing but web and mail addresses becomes a link. */
function anchor(url: string, inner: string): string {
  return isWebAddress(url) || /^mailto:/i.test(url) ? `<a href="${escapeHtml(url)}">${inner}</a>` : inner
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url)
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
