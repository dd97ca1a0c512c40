export type Piece = {
  text: string
  buttons?: readonly { text: string; url?: string; value?: string }[]
  image?: { url: string; alt?: string }
  card?: { title: string; url: string; description?: string }
}

/** A message as it lies in a chat: its words, and what hangs on them. Pictures are named, not fetched. */
export function Bubble({ piece, theirs = false }: { piece: Piece; theirs?: boolean }) {
  const { text, buttons = [], image, card } = piece
  return (
    <div class={theirs ? 'bubble theirs' : 'bubble'} dir="auto">
      {text}
      {image && <span class="hung">🖼 {image.alt ?? image.url}</span>}
      {card && (
        <span class="hung">
          <strong>{card.title}</strong> {card.description} <code>{card.url}</code>
        </span>
      )}
      {buttons.length > 0 && (
        <span class="presses">
          {buttons.map(({ text: said, url }) => (
            <span class="press" title={url}>
              {said}
            </span>
          ))}
        </span>
      )}
    </div>
  )
}
