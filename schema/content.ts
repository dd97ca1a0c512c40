/**
 * What a message shows, before any platform sees it. `text` is what it says where a platform can show nothing else;
 * the other parts are rendered where the platform can, and put into words where it cannot.
 */
export type Content = {
  text: string
  /** Whether `text` is Markdown (CommonMark's emphasis, links, lists and code); otherwise it is plain text. */
  markdown?: boolean
  buttons?: Button[]
  /** Its buttons are the numbers of a scale: all of them are shown or none, and never in words. */
  scale?: boolean
  image?: Picture
  card?: LinkCard
  /** Who is mentioned: each stands in `text` as it is written here, such as `@Li Lei`. */
  mentions?: Mention[]
  /** For operators, never shown: what the word filter has put stars for, by list. */
  masked?: string
}

/** A click on a button comes back as `button.clicked` with its `value`; one with a `url` leads there instead. */
export type Button = { text: string; value: string } | { text: string; url: string }

/** `url` is public and https. */
export type Picture = { url: string; alt?: string }

export type LinkCard = { title: string; url: string; description?: string; image?: string }

/** `id` is the person's external id on the channel of the message. */
export type Mention = { text: string; id: string }

/** What a message shows beside its text. */
export type Extras = Omit<Content, 'text'>

/** The same before it is known on which channel it goes: there, each mentioned person has an id of their own. */
export type WrittenExtras = Omit<Extras, 'mentions'> & { mentioned?: Mentioned[] }

/** `ids` are external ids by channel. */
export type Mentioned = { text: string; ids: Readonly<Record<string, string>> }

/** What a message shows on this channel. Whom the channel does not know is only named. Undefined when nothing is left. */
export function extrasOn(channel: string, { mentioned = [], ...extras }: WrittenExtras): Extras | undefined {
  const mentions = mentioned.flatMap(({ text, ids }): Mention[] => {
    const id = Object.hasOwn(ids, channel) ? ids[channel] : undefined
    return id === undefined ? [] : [{ text, id }]
  })
  const all = { ...extras, ...(mentions.length > 0 && { mentions }) }
  return Object.keys(all).length > 0 ? all : undefined
}
