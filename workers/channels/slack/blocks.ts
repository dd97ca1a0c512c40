import type { Button, LinkCard } from '../../../schema/content.ts'
import { clip } from '../clip.ts'
import type { Outgoing } from '../kind.ts'
import { type Writer, writeRich } from '../rich-text.ts'
import { escapeText } from './shape.ts'

const SECTION_MAX = 3000
/** Clicks on buttons that lead somewhere come back too; by this they are told from those that mean something. */
export const LINK_ACTION = 'open-link-'

/** `text`, and `blocks` where there is more to show than text (docs.slack.dev, Block Kit). */
export function contentOf(message: Outgoing): object {
  const isRich = message.markdown === true || (message.mentions ?? []).length > 0
  const text = isRich ? writeRich(message, MRKDWN) : escapeText(message.text)
  const blocks = [
    ...(message.image ? [{ type: 'image', image_url: message.image.url, alt_text: message.image.alt || 'image' }] : []),
    ...(message.card ? [cardOf(message.card)] : []),
    ...actionsOf(message.buttons ?? []),
  ]
  if (blocks.length > 0) return { text, blocks: [...sections(message, isRich ? text : undefined), ...blocks] }
  // What nobody wrote as Markdown is not to become bold.
  return { text, ...(!isRich && /[*_~`]|^>/m.test(message.text) && { mrkdwn: false }) }
}

function sections(message: Outgoing, mrkdwn: string | undefined): object[] {
  const type = mrkdwn === undefined ? 'plain_text' : 'mrkdwn'
  return cut(mrkdwn ?? message.text).map((text) => ({ type: 'section', text: { type, text } }))
}

/** Sections hold less than a message: cut between lines or words, never inside `<…>` or `&…;`. */
function cut(text: string): string[] {
  if (text.length <= SECTION_MAX) return text === '' ? [] : [text]
  const head = text.slice(0, SECTION_MAX)
  const between = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '))
  const mark = Math.max(head.lastIndexOf('<'), head.lastIndexOf('&'))
  const isOpen = mark >= 0 && !/[>;]/.test(head.slice(mark))
  const hard = isOpen && mark > 0 ? mark : SECTION_MAX
  const at = between > SECTION_MAX / 2 && !(isOpen && between > mark) ? between : hard
  return [text.slice(0, at), ...cut(text.slice(at).trimStart())]
}

function cardOf({ title, url, description, image }: LinkCard): object {
  const linked = `*<${address(url)}|${label(clip(title, 200))}>*`
  const text = description === undefined ? linked : `${linked}\n${escapeText(clip(description, 1000))}`
  const accessory =
    image === undefined ? {} : { accessory: { type: 'image', image_url: image, alt_text: clip(title, 200) } }
  return { type: 'section', text: { type: 'mrkdwn', text }, ...accessory }
}

function actionsOf(buttons: readonly Button[]): object[] {
  if (buttons.length === 0) return []
  const elements = buttons.map((button, index) => ({
    type: 'button',
    text: { type: 'plain_text', text: clip(button.text, 75), emoji: true },
    ...('url' in button
      ? { action_id: `${LINK_ACTION}${index}`, url: button.url }
      : { action_id: `button-${index}`, value: button.value.slice(0, 2000) }),
  }))
  return [{ type: 'actions', elements }]
}

const MRKDWN: Writer = {
  text: escapeText,
  mention: ({ id }) => `<@${id}>`,
  bold: (inner) => `*${inner}*`,
  italic: (inner) => `_${inner}_`,
  strike: (inner) => `~${inner}~`,
  code: (plain) => `\`${escapeText(plain)}\``,
  fence: (plain) => `\`\`\`\n${escapeText(plain)}\n\`\`\``,
  link: (inner, url) =>
    inner === escapeText(url) ? `<${address(url)}>` : `<${address(url)}|${inner.replaceAll('|', '¦')}>`,
}

function address(url: string): string {
  return escapeText(url).replaceAll('|', '%7C')
}

function label(text: string): string {
  return escapeText(text).replaceAll('|', '¦')
}
