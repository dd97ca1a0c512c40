import { SIMPLIFIED } from '../words/simplified.ts'
import { plain } from './read-number.ts'

/** How people say a rating of 1 to 5 without a number, the worst first. */
const RATINGS = [
  '非常不满意|很不满意|十分不满意|极不满意|太差了|很差|非常差|差评|非常不好|very dissatisfied|very unsatisfied|not satisfied at all|very unhappy|terrible|awful|very bad|very poor',
  '不满意|不太满意|不怎么满意|有点不满意|较差|不好|不太好|dissatisfied|unsatisfied|not satisfied|not very satisfied|not happy|bad|poor|not good',
  '一般|一般般|还行|还可以|马马虎虎|凑合|中等|neutral|so so|so-so|average|neither|fair|not bad',
  '满意|比较满意|挺满意|还不错|不错|挺好|好评|satisfied|happy|good|quite satisfied|fairly satisfied|pretty good',
  '非常满意|很满意|十分满意|特别满意|超级满意|太棒了|非常好|很好|完美|very satisfied|very happy|extremely satisfied|completely satisfied|excellent|great|perfect|very good|amazing',
]

/** And how likely they are to recommend us, where they leave no doubt. */
const SURE =
  '一定会|肯定会|必须推荐|非常愿意|十分愿意|绝对会|一定推荐|强烈推荐|definitely|absolutely|extremely likely|for sure|certainly'
const NEVER =
  '完全不会|绝对不会|肯定不会|不可能|绝不|一点也不会|not at all|not at all likely|never|definitely not|no way'

const wordsOf = (line: string) => new Map(line.split('|').map((word) => [plain(word), true]))
const RATED = RATINGS.map(wordsOf)
const LIKELY = [
  [10, wordsOf(SURE)],
  [0, wordsOf(NEVER)],
] as const

/** The rating that a text says in words; undefined when it says anything else beside. */
export function ratedInWords(text: string): number | undefined {
  const said = bare(text)
  const found = RATED.findIndex((words) => words.has(said))
  return found < 0 ? undefined : found + 1
}

/** The same for a recommendation, of which only the ends are said plainly. */
export function likelyInWords(text: string): number | undefined {
  const said = bare(text)
  return LIKELY.find(([, words]) => words.has(said))?.[0]
}

/** Without "I am", and without what people put behind. */
function bare(text: string): string {
  const simple = [...plain(text)].map((sign) => SIMPLIFIED.get(sign) ?? sign).join('')
  return simple
    .replace(/^(?:我(?:觉得|感觉)?|i am|i'm|it was|it is|it's)\s*/u, '')
    .replace(/(?:的|啊|呢|吧|哦|呀)$/u, '')
}
