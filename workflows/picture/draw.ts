import { type Edge, type Layout, NODE, type Node, type Point } from './layout.ts'

/** What stands in a step's box. `count` is how many runs stand there now. */
export type Label = { verb: string; title: string; detail: string; count?: number; href?: string; current?: boolean }

type Drawn = {
  layout: Layout
  labelOf: (node: Node) => Label
  head: string[]
  end: string
  title: string
  description: string
}

const MARGIN = 16
const HEAD = { width: 260, line: 20, pad: 12 } as const
const CORNER = 8

/**
 * A flow as SVG. Colours are attributes, so that it stands by itself; classes let a page colour it anew. Everything
 * that people wrote is escaped.
 */
export function draw({ layout, labelOf, head, end, title, description }: Drawn): string {
  const headHeight = head.length * HEAD.line + 2 * HEAD.pad
  const left = Math.min(-layout.entry.x, -HEAD.width / 2)
  const right = Math.max(layout.width - layout.entry.x, HEAD.width / 2)
  const [dx, dy] = [MARGIN - left, MARGIN + headHeight + 30]
  const [width, height] = [right - left + 2 * MARGIN, dy + layout.height + (layout.exit ? 58 : 0) + MARGIN]
  const axis = MARGIN - left
  const first = {
    points: [
      { x: axis, y: MARGIN + headHeight },
      { x: axis, y: dy },
    ],
    arrow: true as const,
  }
  const body = [
    box('flow-head', { x: axis - HEAD.width / 2, y: MARGIN, width: HEAD.width, height: headHeight }),
    ...head.map((line, i) =>
      text('flow-title', axis, MARGIN + HEAD.pad + 14 + i * HEAD.line, clip(line, 40), 'middle'),
    ),
    ...(layout.nodes.length > 0 ? [line(first)] : []),
    `<g transform="translate(${dx - layout.entry.x} ${dy})">`,
    ...layout.edges.map(line),
    ...layout.nodes.map((node) => drawNode(node, labelOf(node))),
    '</g>',
    ...(layout.exit ? [ending(axis, dy + layout.height, end)] : []),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="group" aria-label="${escapeText(title)}" font-family="system-ui, sans-serif">`,
    `<title>${escapeText(title)}</title><desc>${escapeText(description)}</desc>`,
    '<defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="flow-tip" d="M0 0L8 4L0 8z" fill="#8a948e"/></marker></defs>',
    ...body,
    '</svg>',
  ].join('')
}

const TINTS: Record<string, string> = {
  do: '#0b6b57', wait: '#8a5300', wait_for: '#8a5300', if: '#1d5fb0', choose: '#1d5fb0', split: '#7a3aa8', repeat: '#1d5fb0',
  set: '#55605a', approve: '#b42318', throttle: '#1d5fb0', call: '#0b6b57', stop: '#55605a',
} // biome-ignore format: one list, read at a glance

function drawNode(node: Node, { verb, title, detail, count, href, current }: Label): string {
  const { x, y } = node
  const widthMax = count === undefined ? 24 : 18
  const first = detail === '' ? fitting(title, widthMax) : clip(title, widthMax)
  const below = clip(detail === '' ? title.slice(first.length) : detail, 30)
  const shape = [
    box(`flow-node${current ? ' flow-current' : ''}`, { x, y, width: NODE.width, height: NODE.height }),
    `<rect class="flow-tint flow-${verb}" x="${x}" y="${y + 10}" width="4" height="${NODE.height - 20}" rx="2" fill="${TINTS[verb] ?? '#55605a'}"/>`,
    text('flow-title', x + 14, y + (below === '' ? NODE.height / 2 + 5 : 22), first),
    ...(below === '' ? [] : [text('flow-detail', x + 14, y + 40, below)]),
    ...(count === undefined ? [] : [badge(x + NODE.width - 10, y + 10, count)]),
    `<title>${escapeText(detail === '' ? title : `${title}: ${detail}`)}</title>`,
  ].join('')
  return href === undefined ? `<g>${shape}</g>` : `<a href="${escapeText(href)}">${shape}</a>`
}

function badge(right: number, y: number, count: number): string {
  const said = String(count)
  const width = 12 + said.length * 7
  return `<rect class="flow-count" x="${right - width}" y="${y}" width="${width}" height="18" rx="9" fill="#e0f1ea"/>${text('flow-number', right - width / 2, y + 13, said, 'middle')}`
}

function ending(x: number, y: number, end: string): string {
  const points = [
    { x, y },
    { x, y: y + 30 },
  ]
  return `${line({ points, arrow: true })}<rect class="flow-end" x="${x - 34}" y="${y + 30}" width="68" height="26" rx="13" fill="#eef0ec" stroke="#cdd2c9"/>${text('flow-detail', x, y + 47, end, 'middle')}`
}

function box(name: string, { x, y, width, height }: { x: number; y: number; width: number; height: number }): string {
  return `<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="#ffffff" stroke="#cdd2c9"/>`
}

function line({ points, label, arrow }: Edge): string {
  const last = points.at(-1)
  const tip = arrow ? ' marker-end="url(#flow-arrow)"' : ''
  const path = `<path class="flow-line" d="${rounded(points)}" fill="none" stroke="#8a948e" stroke-width="1.5"${tip}/>`
  if (!label || !last) return path
  return `${path}${text('flow-label', last.x + 7, last.y - 10, clip(label, 24))}`
}

/** Straight lines, round at their corners. */
function rounded(points: readonly Point[]): string {
  return points
    .map((to, i) => {
      const [from, next] = [points[i - 1], points[i + 1]]
      if (!from) return `M${to.x} ${to.y}`
      const radius = next ? Math.min(CORNER, distance(from, to) / 2, distance(to, next) / 2) : 0
      if (!next || radius === 0) return `L${to.x} ${to.y}`
      const [a, b] = [toward(to, from, radius), toward(to, next, radius)]
      return `L${a.x} ${a.y}Q${to.x} ${to.y} ${b.x} ${b.y}`
    })
    .join('')
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to)
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length }
}

const STYLES: Record<string, string> = {
  'flow-title': 'font-size="13" font-weight="600" fill="#1b211c"',
  'flow-detail': 'font-size="11.5" fill="#55605a"',
  'flow-label': 'font-size="11.5" fill="#55605a"',
  'flow-number': 'font-size="11.5" font-weight="600" fill="#0a5a49"',
}

function text(name: string, x: number, y: number, said: string, anchor: 'start' | 'middle' = 'start'): string {
  return `<text class="${name}" x="${x}" y="${y}" text-anchor="${anchor}" ${STYLES[name] ?? ''}>${escapeText(said)}</text>`
}

/** As many characters as fit, and a sign that there were more. */
function clip(said: string, widthMax: number): string {
  const plain = said.replace(/\s+/g, ' ').trim()
  const fits = fitting(plain, widthMax)
  return fits === plain ? plain : `${fits}…`
}

/** As many characters as fit; Chinese ones are twice as wide. */
function fitting(said: string, widthMax: number): string {
  let width = 0
  let kept = ''
  for (const character of said) {
    width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1
    if (width > widthMax) break
    kept += character
  }
  return kept
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For text and attributes; control characters, which XML does not know, are left out. */
function escapeText(said: string): string {
  const known = [...said].filter((character) => character >= ' ' && character !== '\ufffe' && character !== '\uffff')
  return known.map((character) => ESCAPES[character] ?? character).join('')
}
