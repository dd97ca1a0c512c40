/** At most so many code points, the last of them an ellipsis when something was left out. */
export function clip(text: string, max: number): string {
  const characters = [...text]
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text
}

const encoder = new TextEncoder()

/** As much of the beginning as fits into so many bytes of UTF-8, whole characters only. */
export function clipBytes(text: string, max: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(max))
  return text.slice(0, read)
}
