import { SIMPLIFIED } from '../words/simplified.ts'
import { stem } from './stem.ts'

/** A text as it is compared: lower case, half width, simplified. */
export function plainText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/[’‘]/g, "'")
  return plain.replace(/\p{Script=Han}/gu, (sign) => SIMPLIFIED.get(sign) ?? sign)
}

/** The English words of a plain text, by their stems. */
export function stemmed(plain: string): string[] {
  return (plain.match(/[a-z0-9&][a-z0-9'&-]*/g) ?? []).map(stem)
}
