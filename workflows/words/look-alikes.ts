/** Cyrillic and Greek letters before the Latin ones that they look like. */
const PAIRS = 'аaвbсcԁdеeһhіiјjкkӏlмmнhоoрpԛqѕsтtцuѵvѡwхxуyзzαaβbεeηnιiκkνvοoρpτtυuχxγyωwϲcϳjɑaɡgıi'

/** Digits and signs before the letters that they stand for among letters; `1` stands for two. */
const DIGITS = new Map(
  Object.entries({ 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', 9: 'g', '@': 'a', $: 's', '€': 'e' }),
)

export const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, i) => [PAIRS.charAt(2 * i), PAIRS.charAt(2 * i + 1)]),
)

/** The letter that a digit or sign stands for in a word; `one` is what `1`, `!` and `|` are read as. */
export function letterFor(sign: string, one: 'i' | 'l'): string | undefined {
  return sign === '1' || sign === '!' || sign === '|' ? one : DIGITS.get(sign)
}
