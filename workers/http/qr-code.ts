/**
 * A text as a QR code (ISO/IEC 18004): byte mode, error correction M, versions 1 to 20, which is up to 666 bytes. Answers
 * the squares row by row, or undefined for what is longer.
 */
export function qrCode(text: string): boolean[][] | undefined {
  const bytes = new TextEncoder().encode(text)
  const version = 1 + CORRECTION.findIndex((_, i) => dataBits(i + 1) >= headBits(i + 1) + bytes.length * 8)
  if (version === 0) return undefined
  const blank = patterns(version)
  const bits = interleaved(version, dataOf(version, bytes)).flatMap((byte) => bitsOf(byte, 8))
  const tried = MASKS.map((isFlipped, mask) => {
    const grid = blank.map((row) => [...row])
    for (const [i, [x, y]] of path(blank).entries()) put(grid, x, y, (bits[i] === 1) !== isFlipped(x, y))
    format(grid, mask)
    return grid.map((row) => row.map(Boolean))
  })
  return tried.sort((a, b) => penalty(a) - penalty(b))[0]
}

/** The same as a picture: dark on white, with the four squares of margin that readers want. */
export function qrSvg(text: string): string | undefined {
  const rows = qrCode(text)
  if (!rows) return undefined
  const size = rows.length + 8
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="QR"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark.join('')}"/></svg>`
}

/** Undefined where nothing is drawn yet. */
type Grid = (boolean | undefined)[][]

/** Codewords of correction in each block, and blocks, by version: table 9 for level M. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

function of(table: readonly number[], version: number): number {
  return table[version - 1] ?? 0
}

function dataBits(version: number): number {
  const free = patterns(version)
    .flat()
    .filter((square) => square === undefined).length
  return (Math.floor(free / 8) - of(CORRECTION, version) * of(BLOCKS, version)) * 8
}

function headBits(version: number): number {
  return 4 + (version < 10 ? 8 : 16)
}

function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (value >> (count - 1 - i)) & 1)
}

/** Mode, length, the text, its end, and the filling. */
function dataOf(version: number, bytes: Uint8Array): number[] {
  const said = [
    ...bitsOf(0b0100, 4),
    ...bitsOf(bytes.length, headBits(version) - 4),
    ...[...bytes].flatMap((byte) => bitsOf(byte, 8)),
    ...bitsOf(0, 4),
  ]
  const data = Array.from({ length: said.length / 8 }, (_, i) =>
    Number.parseInt(said.slice(i * 8, i * 8 + 8).join(''), 2),
  )
  while (data.length < dataBits(version) / 8) data.push((data.length - said.length / 8) % 2 === 0 ? 0xec : 0x11)
  return data
}

/** Blocks with their correction, a codeword of each in turn; the shorter blocks come first. */
function interleaved(version: number, data: readonly number[]): number[] {
  const [count, correction] = [of(BLOCKS, version), of(CORRECTION, version)]
  const [short, longer] = [Math.floor(data.length / count), data.length % count]
  let from = 0
  const blocks = Array.from({ length: count }, (_, i) => {
    const block = data.slice(from, from + short + (i >= count - longer ? 1 : 0))
    from += block.length
    return block
  })
  const turns = (all: readonly (readonly number[])[]) =>
    Array.from({ length: Math.max(...all.map(({ length }) => length)) }, (_, i) => all.flatMap((one) => one[i] ?? []))
  return [...turns(blocks), ...turns(blocks.map((block) => remainder(block, correction)))].flat()
}

/** In the field of 256 with the polynomial 0x11d. */
function times(a: number, b: number): number {
  let product = 0
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> i) & 1) * a)
  return product
}

/** What is left of the data divided by the generator whose roots are the first powers of two (Reed and Solomon). */
function remainder(data: readonly number[], degree: number): number[] {
  let generator = [1]
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2))
    generator = [...generator, 0].map((one, at) => one ^ times(generator[at - 1] ?? 0, root))
  let left: number[] = Array(degree).fill(0)
  for (const byte of data) {
    const factor = byte ^ (left[0] ?? 0)
    left = [...left.slice(1), 0].map((one, i) => one ^ times(generator[i + 1] ?? 0, factor))
  }
  return left
}

function put(grid: Grid, x: number, y: number, on: boolean): void {
  const row = grid[y]
  if (row && x >= 0 && x < row.length) row[x] = on
}

/** Everything that is the same in each code of this version; where its format comes it is light for now. */
function patterns(version: number): Grid {
  const size = 17 + version * 4
  const grid: Grid = Array.from({ length: size }, () => Array(size).fill(undefined))
  for (let i = 0; i < size; i++) {
    put(grid, 6, i, i % 2 === 0)
    put(grid, i, 6, i % 2 === 0)
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) rings(grid, x, y, 4) // biome-ignore format: corners
  const middles = alignments(version, size)
  const isFree = (x: number, y: number) => Math.min(x, y) > 6 || (x + y > 12 && Math.max(x, y) < size - 7)
  for (const x of middles) for (const y of middles) if (isFree(x, y)) rings(grid, x, y, 2)
  format(grid, 0)
  if (version >= 7)
    for (const [i, bit] of checked(version, 12, 0x1f25).entries()) {
      const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)]
      put(grid, a, b, bit)
      put(grid, b, a, bit)
    }
  return grid
}

/** Rings around a middle: of a finder with its light border, or of an alignment pattern. */
function rings(grid: Grid, x: number, y: number, radius: number): void {
  for (let dy = -radius; dy <= radius; dy++)
    for (let dx = -radius; dx <= radius; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      if (y + dy >= 0) put(grid, x + dx, y + dy, radius === 4 ? ring !== 2 && ring !== 4 : ring !== 1)
    }
}

/** Where alignment patterns have their middles, along each side. */
function alignments(version: number, size: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.ceil((size - 13) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))]
}

/** A value with its check bits behind it (BCH), the lowest bit first. */
function checked(value: number, degree: number, generator: number): boolean[] {
  let left = value << degree
  for (let i = 31 - Math.clz32(left); i >= degree; i--) if ((left >> i) & 1) left ^= generator << (i - degree)
  const all = (value << degree) | left
  return Array.from({ length: degree + (degree === 12 ? 6 : 5) }, (_, i) => ((all >> i) & 1) === 1)
}

/** Which mask it has, at level M, twice; and the square that is always dark. */
function format(grid: Grid, mask: number): void {
  const size = grid.length
  for (const [i, bit] of checked(mask, 10, 0x537).entries()) {
    const on = bit !== (((0x5412 >> i) & 1) === 1)
    if (i < 8) put(grid, 8, i < 6 ? i : i + 1, on)
    else put(grid, i === 8 ? 7 : 14 - i, 8, on)
    if (i < 8) put(grid, size - 1 - i, 8, on)
    else put(grid, 8, size - 15 + i, on)
  }
  put(grid, 8, size - 8, true)
}

/** The free squares in the order in which bits fill them: pairs of columns from the right, up and down. */
function path(grid: Grid): [x: number, y: number][] {
  const size = grid.length
  const squares: [number, number][] = []
  for (let right = size - 1, up = true; right > 0; right -= right === 8 ? 3 : 2, up = !up)
    for (let i = 0; i < size; i++)
      for (const x of [right, right - 1]) {
        const y = up ? size - 1 - i : i
        if (grid[y]?.[x] === undefined) squares.push([x, y])
      }
  return squares
}

/** Any mask is read; the best of these four is seldom worse than that of all eight. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
]

/** How hard it is to read: long runs, what looks like a finder, and too much of one shade. */
function penalty(rows: readonly boolean[][]): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x] ?? false))
  const lines = [...rows, ...columns].map((line) => line.map(Number).join('')).join(' ')
  const runs = (lines.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0)
  const finders = (lines.match(/(?=10111010000|00001011101)/g) ?? []).length
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2
  return runs + finders * 40 + Math.floor(Math.abs(dark * 20 - 10)) * 10
}
