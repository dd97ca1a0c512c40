import type { Content, Mention } from '../../schema/content.ts'

/** How a platform writes each thing that a text can hold. What is inside is written already, but for code. */
export type Writer = {
  text: (plain: string) => string
  mention: (mention: Mention) => string
  bold: (inner: string) => string
  italic: (inner: string) => string
  strike: (inner: string) => string
  code: (plain: string) => string
  fence: (plain: string) => string
  link: (inner: string, url: string) => string
}

type Written = Pick<Content, 'text' | 'markdown' | 'mentions'>

/** A text in a platform's own notation: mentions where they stand, and Markdown's emphasis, links, lists and code. */
export function writeRich(content: Written, writer: Writer): string {
  if (content.markdown !== true) return writePlain(content.text, content.mentions, writer)
  const parts = content.text.split(FENCE)
  return parts
    .map((part, index) => (index % 2 === 1 ? writer.fence(part) : writeInline(listed(part), content, writer)))
    .join('')
}

/** The text cut at its mentions: the longer name first, because `@Li` begins `@Li Lei`. */
export function splitMentions(text: string, mentions: readonly Mention[] = []): (string | Mention)[] {
  const byText = new Map(mentions.filter((mention) => mention.text !== '').map((mention) => [mention.text, mention]))
  if (byText.size === 0) return [text]
  const names = [...byText.keys()].sort((a, b) => b.length - a.length).map(escapeForRegExp)
  return text
    .split(new RegExp(`(${names.join('|')})`))
    .filter((part) => part !== '')
    .map((part) => byText.get(part) ?? part)
}

const FENCE = /^```[^\n`]*\n([\s\S]*?)\n?^```[ \t]*$/m

/** Bullets become bullets and headings bold: chats have no other way to show them. */
function listed(text: string): string {
  return text.replace(/^([ \t]*)[-*+][ \t]+(?=\S)/gm, '$1• ').replace(/^#{1,6}[ \t]+([^\n]*?)[ \t#]*$/gm, heading)
}

function heading(_line: string, title: string): string {
  return title.includes('**') ? title : `**${title}**`
}

const ESCAPED = /\\(?<escaped>[!-/:-@[-`{-~])/
const CODE = /(?<ticks>`+)(?<code>[^`]|[^`][^\n]*?[^`])\k<ticks>(?!`)/
const LINK = /\[(?<label>[^\]\n]{1,500})\]\(<?(?<url>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"\n]*")?\)/
const ADDRESS = /<(?<address>https?:[^\s<>]+)>/
const BARE = /(?<bare>https?:\/\/[^\s<>()]+)/
const BOLD = /(?<strong>\*\*|(?<!\w)__)(?=\S)(?<bold>(?:(?!\n\n)[\s\S])*?\S)\k<strong>/
const BOTH = /\*\*\*(?=[^\s*])(?<both>[^*\n]*[^\s*])\*\*\*/
const STARRED = /\*(?=[^\s*])(?<starred>(?:(?!\n\n)[\s\S])*?[^\s*])\*(?!\*)/
const UNDERLINED = /(?<![\p{L}\p{N}_])_(?=[^\s_])(?<underlined>(?:(?!\n\n)[\s\S])*?[^\s_])_(?![\p{L}\p{N}_])/u
const STRIKE = /~~(?=\S)(?<strike>(?:(?!\n\n)[\s\S])*?\S)~~/
const INLINE = new RegExp(
  [ESCAPED, CODE, LINK, ADDRESS, BARE, BOTH, BOLD, STARRED, UNDERLINED, STRIKE].map(({ source }) => source).join('|'),
  'gu',
)
/** Emphasis within emphasis, no deeper: nobody writes more, and what nobody wrote must not cost. */
const DEPTH_MAX = 4

function writeInline(text: string, content: Written, writer: Writer, depth = 0): string {
  if (depth > DEPTH_MAX) return writePlain(text, content.mentions, writer)
  const inner = (part: string) => writeInline(part, content, writer, depth + 1)
  let written = ''
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    written += writePlain(text.slice(from, match.index), content.mentions, writer) + writeMatch(match, inner, writer)
    from = match.index + match[0].length
  }
  return written + writePlain(text.slice(from), content.mentions, writer)
}

function writeMatch({ 0: whole, groups = {} }: RegExpMatchArray, inner: (part: string) => string, writer: Writer) {
  const { escaped, code, label, url, address, both, bold, starred, underlined, strike } = groups
  const italic = starred ?? underlined
  if (escaped !== undefined) return writer.text(escaped)
  if (code !== undefined) return writer.code(code)
  if (label !== undefined) return url ? writer.link(inner(label), url) : writer.text(whole)
  if (address !== undefined) return writer.link(writer.text(address), address)
  if (both !== undefined) return writer.bold(writer.italic(inner(both)))
  if (bold !== undefined) return writer.bold(inner(bold))
  if (italic !== undefined) return writer.italic(inner(italic))
  return strike === undefined ? writer.text(whole) : writer.strike(inner(strike))
}

function writePlain(text: string, mentions: Content['mentions'], writer: Writer): string {
  return splitMentions(text, mentions)
    .map((part) => (typeof part === 'string' ? writer.text(part) : writer.mention(part)))
    .join('')
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
