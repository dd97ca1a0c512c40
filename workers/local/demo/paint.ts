/** Text on a terminal: colours where they are wanted, and columns that hold when characters are two wide. */
const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const
export type Colour = keyof typeof COLOURS

const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined

export function paint(colour: Colour, text: string): string {
  return coloured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text
}

/** Between 100 and 140; what is not a terminal gets 120. */
export const COLUMNS = Math.min(Math.max(process.stdout.columns ?? 120, 100), 140)

/** East Asian Wide and Fullwidth of Unicode's UAX #11, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const NO_WIDTH = /\p{Mn}|\p{Me}|\p{Cf}/u

export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : NO_WIDTH.test(character) ? 0 : 1
  return width
}

/** Fills up with spaces; what is too wide is cut, with an ellipsis. */
export function column(text: string, width: number): string {
  let shown = text
  if (widthOf(shown) > width) {
    const characters = [...shown]
    while (widthOf(characters.join('')) > width - 1) characters.pop()
    shown = `${characters.join('')}…`
  }
  return shown + ' '.repeat(width - widthOf(shown))
}

/** A wide character may end a line, unless punctuation follows; other text breaks at spaces. */
const PIECES =
  /\s+|(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60][，。！？、；：」』）》”…]*)|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+/gu

export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== '' && widthOf(line) + widthOf(piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}

/** Rows under headings, every column as wide as its widest cell, the last one wrapped. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, i) => Math.max(...[heading, ...rows.map((row) => row[i] ?? '')].map(widthOf)))
  const before = widths.slice(0, -1)
  const indent = before.reduce((sum, width) => sum + width + 2, 0)
  const render = (cells: readonly string[]) => {
    const head = before.map((width, i) => `${column(cells[i] ?? '', width)}  `).join('')
    return wrap(cells.at(-1) ?? '', COLUMNS - indent).map((text, i) => (i === 0 ? head : ' '.repeat(indent)) + text)
  }
  return [...render(headings).map((line) => paint('bold', line)), ...rows.flatMap(render)]
}
