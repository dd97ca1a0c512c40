import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { qrCode, qrSvg } from '../../../workers/http/qr-code.ts'

/** As another's reader (jsQR 1.4) has read it; so it has read each of those below. */
const HELLO = [
  '#######..###..#######',
  '#.....#.#.##..#.....#',
  '#.###.#...#...#.###.#',
  '#.###.#...##..#.###.#',
  '#.###.#.#.#.#.#.###.#',
  '#.....#..##.#.#.....#',
  '#######.#.#.#.#######',
  '.........#.##........',
  '#.#.#.#..#.#....#..#.',
  '#.#.#....##...#....#.',
  '.....##..##.#...#####',
  '#.#.##.#.##...#....#.',
  '.##..###.##.#.#.#.#..',
  '........#.##.#.#..##.',
  '#######....#.###..###',
  '#.....#...####.##....',
  '#.###.#.#.##.###..###',
  '#.###.#..#....##..##.',
  '#.###.#.#.#.#...#.#.#',
  '#.....#..##...#.#..#.',
  '#######.#.#.#.##..###',
]

const drawn = (text: string) => (qrCode(text) ?? []).map((row) => row.map((on) => (on ? '#' : '.')).join(''))

it('draws a text as readers read it', () => {
  expect(drawn('HELLO')).toEqual(HELLO)
})

it.each([
  [14, 21, '87bae821693809a1'],
  [15, 25, '1e4c54626441eb75'],
  [62, 33, 'e5dddf8f80cae637'],
  [106, 41, '0b3f3e5938840365'],
  [152, 49, '2c08963c3d771274'],
  [213, 57, '5b61c982b56d2523'],
  [214, 61, 'e09e9492dfd65eb8'],
  [331, 69, '04621d2a089ecc12'],
  [666, 97, '444723e60be05924'],
])('draws %i bytes on %i squares as readers have read them', (bytes, size, hash) => {
  const rows = drawn('x'.repeat(bytes))
  expect(rows.length).toBe(size)
  expect(createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)).toBe(hash)
})

it('draws nothing that is too long, and a picture of everything else', () => {
  expect(qrSvg('x'.repeat(667))).toBeUndefined()
  expect(qrSvg('赌 <b>')).toMatch(
    /^<svg xmlns="[^"]+" viewBox="0 0 29 29"[^<]*><path[^<]*><path d="(M\d+ \d+h1v1h-1z)+"\/><\/svg>$/,
  )
})
