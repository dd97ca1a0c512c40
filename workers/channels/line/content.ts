import type { Button } from '../../../schema/content.ts'
import { clip } from '../clip.ts'
import type { Outgoing } from '../kind.ts'
import { splitMentions } from '../rich-text.ts'

const ALT_TEXT_MAX = 400
const BUTTONS_TEXT_MAX = 160
const BUTTONS_MAX = 4
const BUBBLE_TEXT_MAX = 2000
const LABEL_MAX = 20
const DATA_MAX = 300

/** The message objects of one request (developers.line.biz, reference/messaging-api#message-objects): at most three. */
export function messagesOf(message: Outgoing): object[] {
  const { text, image, card, buttons = [] } = message
  if (!card && buttons.length === 0) {
    const pictures = image ? [{ type: 'image', originalContentUrl: image.url, previewImageUrl: image.url }] : []
    return text === '' ? pictures : [...pictures, textMessage(message)]
  }
  const plain = !image && !card && text !== '' && text.length <= BUTTONS_TEXT_MAX && buttons.length <= BUTTONS_MAX
  if (plain) return [template(message)]
  const inBubble = text.length <= BUBBLE_TEXT_MAX
  return inBubble ? [flex(message, text)] : [textMessage(message), flex(message, '')]
}

/** Mentions are possible in groups, and only as substitutions of `textV2`, where braces are marks. */
function textMessage({ text, mentions, recipient }: Outgoing): object {
  const parts = splitMentions(text, recipient === 'room' ? mentions : [])
  if (!parts.some((part) => typeof part !== 'string')) return { type: 'text', text }
  const substitution: Record<string, object> = {}
  const written = parts.map((part) => {
    if (typeof part === 'string') return part.replace(/[{}]/g, '$&$&')
    const key = `m${Object.keys(substitution).length}`
    substitution[key] = { type: 'mention', mentionee: { type: 'user', userId: part.id } }
    return `{${key}}`
  })
  return { type: 'textV2', text: written.join(''), substitution }
}

function template({ text, buttons = [] }: Outgoing): object {
  const actions = buttons.map(actionOf)
  return { type: 'template', altText: clip(text, ALT_TEXT_MAX), template: { type: 'buttons', text, actions } }
}

/** A bubble: the picture above, the words, then what can be pressed. */
function flex({ image, card, buttons = [], text: full }: Outgoing, text: string): object {
  const picture = card?.image ?? image?.url
  const words = [
    ...(text === '' ? [] : [{ type: 'text', text, wrap: true }]),
    ...(card ? [{ type: 'text', text: card.title, weight: 'bold', size: 'lg', wrap: true }] : []),
    ...(card?.description ? [{ type: 'text', text: card.description, wrap: true, size: 'sm' }] : []),
  ]
  const links: Button[] = card ? [{ text: card.title, url: card.url }] : []
  const presses = [...buttons, ...links].map((button) => ({ type: 'button', style: 'link', action: actionOf(button) }))
  return {
    type: 'flex',
    altText: clip(full || card?.title || buttons[0]?.text || '…', ALT_TEXT_MAX),
    contents: {
      type: 'bubble',
      ...(picture !== undefined && {
        hero: { type: 'image', url: picture, size: 'full', aspectMode: 'cover', aspectRatio: '20:13' },
      }),
      ...(words.length > 0 && { body: { type: 'box', layout: 'vertical', spacing: 'md', contents: words } }),
      footer: { type: 'box', layout: 'vertical', contents: presses },
    },
  }
}

function actionOf(button: Button): object {
  const label = clip(button.text, LABEL_MAX)
  if ('url' in button) return { type: 'uri', label, uri: button.url }
  return { type: 'postback', label, data: button.value.slice(0, DATA_MAX), displayText: clip(button.text, 300) }
}
