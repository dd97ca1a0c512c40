import type { HelperOptions } from 'handlebars'

/** What a rendering can do beside reading its variables: write another text, and tell of a tracked link. */
export type Voice = {
  say?: ((name: string, more: Readonly<Record<string, unknown>>) => string) | undefined
  link?: ((url: string) => void) | undefined
}

/** Under a symbol, so that no template can reach it. */
const VOICE = Symbol('voice')

type Data = { [VOICE]?: Voice; _parent?: Data }

export function withVoice(data: Record<string, unknown>, voice: Voice): Record<string, unknown> {
  return Object.assign(data, { [VOICE]: voice })
}

/** Blocks and loops have data of their own, which inherit from the rendering's. */
function voiceOf(options: HelperOptions): Voice {
  for (let data: Data | undefined = options.data; data; data = data._parent) if (data[VOICE]) return data[VOICE]
  return {}
}

/** `{{t "greeting" name=contact.name}}`: another text by its name, in the contact's locale. */
export function t(name: unknown, options: HelperOptions): string {
  const { say } = voiceOf(options)
  if (!say) throw new Error('there are no texts here')
  return say(String(name ?? ''), options.hash)
}

/** `{{link "https://example.com"}}`: the address itself here; whoever sends the text makes it a tracked link. */
export function link(target: unknown, options: HelperOptions): string {
  const url = String(target ?? '').trim()
  if (isWebAddress(url)) voiceOf(options).link?.(url)
  return url
}

const LINK_CHARS_MAX = 2_000

function isWebAddress(text: string): boolean {
  return text.length <= LINK_CHARS_MAX && /^https?:\/\/[^\s"'<>\\]+$/i.test(text) && URL.canParse(text)
}
