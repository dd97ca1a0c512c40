import type { Capabilities } from './kind.ts'

type Unit = Capabilities['length']['unit']

const utf8 = new TextEncoder()

/** How long a text is, as a platform counts: code points, UTF-16 units, or bytes of UTF-8. */
export function sizeOf(text: string, unit: Unit): number {
  switch (unit) {
    case 'utf16':
      return text.length
    case 'bytes':
      return utf8.encode(text).byteLength
    case 'characters': {
      let size = 0
      for (const _ of text) size += 1
      return size
    }
    default:
      return unit satisfies never
  }
}
