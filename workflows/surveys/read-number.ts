/** What people write around a number that they mean: "8分", "我选 8", "I'd say 8", "8/10". */
const AROUND_ZH =
  /^(?:我)?(?:想|就)?(?:选择?|打|给|评|答|回复|是)?(?:第)?\s*(.+?)\s*(?:分|星|颗星|号|个|项|项吧|分吧|吧|哦|啦|了)?$/u
const AROUND_EN =
  /^(?:i(?:'d| would)? (?:say|give(?: (?:you|it))?|rate it|pick|choose)|it'?s|option|number|no\.?|answer|a|an|my answer is)?\s*(.+?)\s*(?:points?|stars?|pts?)?(?: please)?$/u

const WORDS_EN = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const
const MORE_EN = [
  ...['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen'],
  ...['sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
]
const NAMES_EN: readonly string[] = [...WORDS_EN, ...MORE_EN]
const DIGITS_ZH = new Map([...'零一二三四五六七八九'].map((sign, value) => [sign, value]))
for (const [sign, value] of [
  ['〇', 0],
  ['两', 2],
  ['兩', 2],
  ['壹', 1],
  ['贰', 2],
  ['叁', 3],
  ['肆', 4],
  ['伍', 5],
  ['陆', 6],
  ['柒', 7],
  ['捌', 8],
  ['玖', 9],
] as const)
  DIGITS_ZH.set(sign, value)

/** The text without width, case, and the signs around it. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}|\ufe0f|\u20e3/gu, '')
    .replace(/[’‘]/g, "'")
    .toLowerCase()
    .replace(/^[\s"'“”「」【】()[\],;:!?~。，；：！？、…]+|[\s"'“”「」【】()[\].,;:!?~。，；：！？、…*]+$/gu, '')
    .replace(/^[.*#-]+(?!\d)\s*/u, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * The one whole number that a text says, in digits of any width, English or Chinese words, with what people write
 * around it. Undefined when it says none, several, a fraction, or something else beside. `of` is the highest: `8/10`.
 */
export function readNumber(text: string, of?: number): number | undefined {
  const said = plain(text)
  const tenth = /^(\d{1,3})\s*(?:\/|out of|of)\s*(\d{1,3})$/.exec(said)
  if (tenth) return Number(tenth[2]) === of ? Number(tenth[1]) : undefined
  const keycap = said.startsWith('🔟') ? '10' : said
  for (const around of [AROUND_EN, AROUND_ZH]) {
    const core = around.exec(keycap)?.[1]
    const value = core === undefined ? undefined : bare(core.replace(/\.$/, ''))
    if (value !== undefined) return value
  }
  return bare(keycap)
}

function bare(word: string): number | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word)
  const named = NAMES_EN.indexOf(word)
  if (named >= 0) return named
  return chinese(word)
}

/** 零 to 九十九. */
function chinese(word: string): number | undefined {
  const tens = /^(.?)[十拾](.?)$/u.exec(word)
  if (!tens) return DIGITS_ZH.get(word)
  const [, before = '', after = ''] = tens
  const high = before === '' ? 1 : DIGITS_ZH.get(before)
  const low = after === '' ? 0 : DIGITS_ZH.get(after)
  return high === undefined || low === undefined || high === 0 ? undefined : high * 10 + low
}
