import { ASKING } from './concepts/asking.ts'

const WORDS = ASKING.split('\n')
  .filter((line) => line.startsWith('-'))
  .flatMap((line) => line.slice(1).split('|'))
const isLatin = (word: string) => /^[a-z]/.test(word)
const CHATTER = new RegExp(
  `${WORDS.filter((word) => !isLatin(word)).join('|')}|\\b(?:${WORDS.filter(isLatin).join('|')})\\b`,
  'iu',
)

/** Signs that something is asked or wished for. */
const ASKS =
  /[?？吗呢么]|怎|如何|什么|哪|几|多少|多久|多大|多长|能|可以|是否|有没有|谁|为啥|请问|\b(?:what|how|when|where|who|why|which|can|could|do|does|did|is|are|may|will|would|should|any|i'd like|i want|i need|please|help)\b/iu

/** Thanks, greetings and talk of the weather, in which nothing is asked. */
export function isChatter(text: string): boolean {
  const plain = text.normalize('NFKC')
  return CHATTER.test(plain) && !ASKS.test(plain)
}
