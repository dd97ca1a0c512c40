import { bucket } from '../../bucket.ts'
import { sentiment } from '../../sentiment.ts'
import { type Frame, fail, spend } from '../frame.ts'
import { type FunctionTable, overload } from '../function.ts'
import { toDouble, toIndex } from '../number.ts'
import { BOOL, NUMBER } from '../static-type.ts'
import { isNumeric } from '../value.ts'

const BUCKETS_MAX = 1_000_000

/** What is ours and not CEL's. */
export const domain: FunctionTable = {
  bucket: [
    overload(['string', 'string', 'index'], NUMBER, ([key, salt, count]) => {
      const buckets = toIndex(count) ?? 0
      if (buckets < 1 || buckets > BUCKETS_MAX) return fail(`1 to ${BUCKETS_MAX} buckets, not ${buckets}`)
      return BigInt(bucket(key, salt, buckets))
    }),
  ],
  sentiment: [
    overload(['string'], NUMBER, ([text], frame) => {
      spend(frame, text.length)
      return sentiment(text)
    }),
  ],
  listed: [overload(['string', 'string'], BOOL, ([list, text], frame) => isListed(list, text, frame))],
  sum: [overload(['list'], NUMBER, ([items], frame) => sum(items, frame))],
  segment: [overload(['string'], BOOL, ([name], frame) => inSegment(name, frame))],
}

function sum(items: readonly unknown[], frame: Frame): number {
  spend(frame, items.length)
  return items.reduce<number>(
    (total, item) => (isNumeric(item) ? total + toDouble(item) : fail('a sum is of numbers')),
    0,
  )
}

function isListed(list: string, text: string, frame: Frame): boolean {
  spend(frame, text.length * 4)
  return frame.scope.listed?.(list, text) ?? fail(`the word list "${list.slice(0, 64)}" is not known here`)
}

function inSegment(name: string, { scope: { segments } }: Frame): boolean {
  const answer =
    typeof segments === 'function'
      ? segments(name)
      : segments && Object.hasOwn(segments, name)
        ? segments[name]
        : undefined
  return answer ?? fail(`segment "${name.slice(0, 64)}" is not known here`)
}
