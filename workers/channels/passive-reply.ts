import type { JsonObject } from '../../schema/json.ts'
import { type CallbackPair, freshSalt, sealCallback } from './callback-cipher.ts'
import { asText, present } from './json-fields.ts'
import type { Outgoing, PassiveReply, Reply } from './kind.ts'

/**
 * What WeChat and WeCom show when it is the answer to their own request (developer.work.weixin.qq.com/document/path/90241,
 * mp.weixin.qq.com “被动回复用户消息”): XML, or JSON where they sent JSON, encrypted where theirs was. They wait five
 * seconds, and ask up to three times.
 */
const WITHIN_MS = 4_000

/** Texts of an article longer than this are cut by the platforms, so such a message goes as text. */
const DESCRIPTION_BYTES_MAX = 512

/** `fields` are what was decrypted; `pair` is what decrypted it, and `json` says in which format it came. */
export function passiveReply(
  fields: JsonObject,
  { pair, json }: { pair?: CallbackPair | undefined; json: boolean },
): PassiveReply | undefined {
  const [to, us] = [asText(fields.FromUserName), asText(fields.ToUserName)]
  if (to === undefined || us === undefined || to === 'sys') return undefined
  return {
    to,
    withinMs: WITHIN_MS,
    reply: (message, nowMs) =>
      (message.buttons ?? []).length > 0 || message.image ? undefined : answer(message, { to, us, pair, json, nowMs }),
  }
}

type Setting = { to: string; us: string; pair: CallbackPair | undefined; json: boolean; nowMs: number }

async function answer(message: Outgoing, { to, us, pair, json, nowMs }: Setting): Promise<Reply> {
  const seconds = Math.floor(nowMs / 1000)
  const inner = { ToUserName: to, FromUserName: us, CreateTime: seconds, ...contentOf(message) }
  if (!pair) return written(inner, json)
  const { random, nonce } = freshSalt()
  const text = json ? JSON.stringify(inner) : xmlOf(inner)
  const sealed = await sealCallback(text, pair, { timestamp: String(seconds), nonce, random })
  return written(
    { Encrypt: sealed.encrypted, MsgSignature: sealed.signature, TimeStamp: seconds, Nonce: sealed.nonce },
    json,
  )
}

function contentOf({ text, card }: Outgoing): JsonObject {
  if (!card) return { MsgType: 'text', Content: text }
  const description = [text, card.description].filter((part) => part !== undefined && part !== card.title).join('\n')
  if (new TextEncoder().encode(description).length > DESCRIPTION_BYTES_MAX)
    return { MsgType: 'text', Content: `${text}\n\n${card.title}\n${card.url}` }
  const item = present({ Title: card.title, Description: description, PicUrl: card.image, Url: card.url })
  return { MsgType: 'news', ArticleCount: 1, Articles: { item } }
}

function written(fields: JsonObject, json: boolean): Reply {
  return json
    ? { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(fields) }
    : { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: xmlOf(fields) }
}

function xmlOf(fields: JsonObject): string {
  return `<xml>${elements(fields)}</xml>`
}

function elements(fields: JsonObject): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${element(value)}</${name}>`)
    .join('')
}

function element(value: JsonObject[string] | undefined): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? cdata(value) : elements(value as JsonObject)
}

/** XML allows no other control characters, and a CDATA section must not hold its own end. */
function cdata(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  return `<![CDATA[${allowed.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
