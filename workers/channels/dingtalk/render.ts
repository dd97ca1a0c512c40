import type { Button, LinkCard } from '../../../schema/content.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { clip } from '../clip.ts'
import { present } from '../json-fields.ts'
import type { Outgoing } from '../kind.ts'
import { splitMentions } from '../rich-text.ts'

const TITLE_CHARS_MAX = 20

/** A message in the words that all of DingTalk's ways of sending share; each names them differently. */
export type Rendered =
  | { kind: 'text'; text: string }
  | { kind: 'markdown'; title: string; text: string }
  | { kind: 'link'; title: string; text: string; url: string; picture?: string }
  | { kind: 'actions'; title: string; text: string; buttons: { title: string; url: string }[] }

/** `named` writes a mention into the text, where the way of sending can mention. */
export function render(message: Outgoing, named?: (id: string) => string): Rendered {
  const { buttons = [], card, image, markdown } = message
  const text = named ? withNames(message, named) : message.text
  const title = clip(
    message.text
      .split('\n', 1)[0]
      ?.replace(/[#*_`>]/g, '')
      .trim() || '…',
    TITLE_CHARS_MAX,
  )
  if (card && buttons.length === 0 && !image && !markdown) return link(text, card)
  const rich = [lines(text, markdown), image && picture(image.url, image.alt), card && cardText(card)]
  const whole = rich.filter((part) => part !== undefined).join('\n\n')
  if (buttons.length > 0) return { kind: 'actions', title, text: whole, buttons: buttons.map(action) }
  if (image || card || markdown) return { kind: 'markdown', title, text: whole }
  return { kind: 'text', text }
}

/** For the robot of the application: `msgKey` and `msgParam`, which is JSON in a text. */
export function sampleOf(rendered: Rendered): { msgKey: string; msgParam: string } {
  switch (rendered.kind) {
    case 'text':
      return sample('sampleText', { content: rendered.text })
    case 'markdown':
      return sample('sampleMarkdown', { title: rendered.title, text: rendered.text })
    case 'link': {
      const { title, text, url, picture: picUrl } = rendered
      return sample('sampleLink', { title, text, picUrl: picUrl ?? '', messageUrl: url })
    }
    case 'actions':
      return actionSample(rendered)
    default:
      return rendered satisfies never
  }
}

/** For a custom robot, and for the session of a message. */
export function webhookBodyOf(rendered: Rendered): JsonObject {
  switch (rendered.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: rendered.text } }
    case 'markdown':
      return { msgtype: 'markdown', markdown: { title: rendered.title, text: rendered.text } }
    case 'link': {
      const { title, text, url, picture: picUrl } = rendered
      return { msgtype: 'link', link: { title, text, messageUrl: url, ...present({ picUrl }) } }
    }
    case 'actions': {
      const btns = rendered.buttons.map(({ title, url }) => ({ title, actionURL: url }))
      return {
        msgtype: 'actionCard',
        actionCard: { title: rendered.title, text: rendered.text, btnOrientation: '0', btns },
      }
    }
    default:
      return rendered satisfies never
  }
}

/** One button has a sample of its own, two to five are numbered. */
function actionSample({ title, text, buttons }: Rendered & { kind: 'actions' }): { msgKey: string; msgParam: string } {
  const [only, ...more] = buttons
  if (only && more.length === 0)
    return sample('sampleActionCard', { title, text, singleTitle: only.title, singleURL: only.url })
  const numbered = buttons.flatMap((button, i) => [
    [`actionTitle${i + 1}`, button.title],
    [`actionURL${i + 1}`, button.url],
  ])
  return sample(`sampleActionCard${buttons.length}`, { title, text, ...Object.fromEntries(numbered) })
}

function sample(msgKey: string, params: JsonObject): { msgKey: string; msgParam: string } {
  return { msgKey, msgParam: JSON.stringify(params) }
}

/** A choice makes whoever presses it say its value to the robot, which is how it comes back. */
function action(button: Button): { title: string; url: string } {
  if ('url' in button) return { title: button.text, url: button.url }
  return { title: button.text, url: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(button.value)}` }
}

function link(text: string, card: LinkCard): Rendered {
  const body = [text, card.description].filter((part) => part !== undefined && part !== card.title).join('\n')
  return {
    kind: 'link',
    title: card.title,
    text: body || card.title,
    url: card.url,
    ...present({ picture: card.image }),
  }
}

function cardText({ title, url, description }: LinkCard): string {
  const name = `[${title.replace(/[[\]]/g, '')}](${url})`
  return description === undefined ? name : `${name}\n\n${description}`
}

function picture(url: string, alt = ''): string {
  return `![${alt.replace(/[[\]]/g, '')}](${url})`
}

/** In Markdown a single new line is a blank: two blanks before it keep it. */
function lines(text: string, markdown: boolean | undefined): string {
  return markdown ? text : text.replace(/(?<!\n)\n(?!\n)/g, '  \n')
}

function withNames({ text, mentions }: Outgoing, named: (id: string) => string): string {
  return splitMentions(text, mentions)
    .map((part) => (typeof part === 'string' ? part : named(part.id)))
    .join('')
}
