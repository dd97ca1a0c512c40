import { concatBytes, toHex } from './signature.ts'

/** How files of the formats that platforms name begin: what a server calls them counts for nothing. */
const BEGINNINGS: readonly (readonly [type: string, hex: RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^47494638(37|39)61/],
  ['image/webp', /^52494646.{8}57454250/],
  ['image/bmp', /^424d/],
]

export type Picture = { bytes: Uint8Array; type: string }

/** Undefined when it begins like no picture that we know. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const head = toHex(bytes.subarray(0, 16))
  return BEGINNINGS.find(([, begins]) => begins.test(head))?.[0]
}

/** A form with fields of text and one picture (RFC 7578), as one body. The boundary is in none of the parts. */
export function pictureForm(
  fields: Readonly<Record<string, string>>,
  { name, picture }: { name: string; picture: Picture },
): { headers: Record<string, string>; body: Uint8Array } {
  const boundary = `----picture-${crypto.randomUUID()}`
  const texts = Object.entries(fields).map(
    ([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  )
  const { bytes, type } = picture
  const file = `filename="picture.${type === 'image/jpeg' ? 'jpg' : type.slice('image/'.length)}"`
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; ${file}; filelength=${bytes.length}\r\nContent-Type: ${type}\r\n\r\n`
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: concatBytes(...texts, head, bytes, `\r\n--${boundary}--\r\n`),
  }
}
