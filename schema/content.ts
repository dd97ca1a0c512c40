/**
 * What a message shows, before any platform sees it. `text` is what it says where a platform can show nothing else;
 * the other parts are rendered where the platform can, and put into words where it cannot.
 */
export type Content = {
  text: string
  /** Whether `text` is Markdown (CommonMark's emphasis, links, lists and code); otherwise it is plain text. */
  markdown?: boolean
  buttons?: Button[]
  image?: Picture
  card?: LinkCard
  /** Who is mentioned: each stands in `text` as it is written here, such as `@Li Lei`. */
  mentions?: Mention[]
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
