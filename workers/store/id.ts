const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARS = 9
const RANDOM_CHARS = 8

/** A new opaque id that sorts by its time of creation: 45 bits of milliseconds, 40 of chance. */
export function newId(nowMs: number): string {
  let time = ''
  for (let left = nowMs, i = 0; i < TIME_CHARS; i++, left = Math.floor(left / 32))
    time = ALPHABET.charAt(left % 32) + time
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_CHARS))
  return time + Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('')
}

const COUNT_CHARS = 4
let counted = { atMs: 0, count: 0 }

/** The same, in order also within one millisecond of this isolate. */
export function newOrderedId(nowMs: number): string {
  counted = { atMs: nowMs, count: counted.atMs === nowMs ? counted.count + 1 : 0 }
  const id = newId(nowMs)
  let count = ''
  for (let left = counted.count, i = 0; i < COUNT_CHARS; i++, left = Math.floor(left / 32))
    count = ALPHABET.charAt(left % 32) + count
  return id.slice(0, TIME_CHARS) + count + id.slice(TIME_CHARS)
}
