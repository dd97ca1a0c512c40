import type { StepShape } from '../../schema/step.ts'
import { type StepAt, stepsOf } from '../check/steps.ts'
import { type Branch, type BranchWords, branchesOf } from './branches.ts'

export const NODE = { width: 216, height: 54 } as const
const GAP = { across: 28, down: 30, label: 26 } as const

/** A step's box. `x` and `y` are its upper left corner; `index` its place among all steps as written. */
export type Node = { step: StepShape; at: StepAt; x: number; y: number }

/** A line with corners; `label` stands above its last corner. An arrow head where something begins again. */
export type Edge = { points: Point[]; label?: string; arrow?: true }
export type Point = { x: number; y: number }

/** A list of steps laid out: everything relative to the middle of its upper edge. `ends` when nothing goes on below. */
type Block = { left: number; right: number; height: number; nodes: Node[]; edges: Edge[]; ends: boolean }

export type Layout = {
  width: number
  height: number
  nodes: Node[]
  edges: Edge[]
  entry: Point
  exit: Point | undefined
}

/**
 * Steps from top to bottom, branches side by side: a tidy tree, because definitions are trees. Lines of a branch meet
 * again below it; a branch that stops ends where it stops.
 */
export function layout(steps: readonly StepShape[], words: BranchWords): Layout {
  const places = new Map(stepsOf(steps).map((at) => [at.step, at]))
  const block = listBlock(steps, { words, places })
  const width = block.right - block.left
  const moved = shifted(block, -block.left, 0)
  return {
    width,
    height: block.height,
    nodes: moved.nodes,
    edges: moved.edges,
    entry: { x: -block.left, y: 0 },
    exit: block.ends ? undefined : { x: -block.left, y: block.height },
  }
}

type Context = { words: BranchWords; places: ReadonlyMap<StepShape, StepAt> }

function listBlock(steps: readonly StepShape[], context: Context): Block {
  const whole: Block = { left: -NODE.width / 2, right: NODE.width / 2, height: 0, nodes: [], edges: [], ends: false }
  for (const step of steps) {
    if (whole.nodes.length > 0) {
      if (!whole.ends)
        whole.edges.push({ points: [point(0, whole.height), point(0, whole.height + GAP.down)], arrow: true })
      whole.height += GAP.down
    }
    const block = shifted(stepBlock(step, context), 0, whole.height)
    whole.nodes.push(...block.nodes)
    whole.edges.push(...block.edges)
    whole.left = Math.min(whole.left, block.left)
    whole.right = Math.max(whole.right, block.right)
    whole.height += block.height
    whole.ends = block.ends
  }
  return whole
}

function stepBlock(step: StepShape, context: Context): Block {
  const at = context.places.get(step)
  const own: Block = {
    left: -NODE.width / 2,
    right: NODE.width / 2,
    height: NODE.height,
    nodes: at ? [{ step, at, x: -NODE.width / 2, y: 0 }] : [],
    edges: [],
    ends: 'stop' in step,
  }
  const branches = branchesOf(step, context.words)
  const [first] = branches
  if (!first) return own
  return first.loop ? withLoop(own, first, context) : withBranches(own, branches, context)
}

/** Branches side by side, whose lines meet again below the longest. */
function withBranches(own: Block, branches: readonly Branch[], context: Context): Block {
  const blocks = branches.map(({ steps }) => (steps.length === 0 ? NOTHING : listBlock(steps, context)))
  const total = blocks.reduce((sum, { left, right }) => sum + right - left, 0) + GAP.across * (blocks.length - 1)
  const fork = NODE.height + GAP.down / 2
  const top = fork + GAP.label + GAP.down / 2
  const bottom = top + Math.max(...blocks.map(({ height }) => height)) + GAP.down
  let cursor = -total / 2
  for (const [i, block] of blocks.entries()) {
    const x = cursor - block.left
    const placed = shifted(block, x, top)
    const points = [point(0, NODE.height), point(0, fork), point(x, fork), point(x, top)]
    own.nodes.push(...placed.nodes)
    own.edges.push(
      { points, label: branches[i]?.label ?? '', ...(block.nodes.length > 0 && { arrow: true }) },
      ...placed.edges,
    )
    const meets = bottom - GAP.down / 2
    if (!block.ends)
      own.edges.push({ points: [point(x, top + block.height), point(x, meets), point(0, meets), point(0, bottom)] })
    own.left = Math.min(own.left, placed.left)
    own.right = Math.max(own.right, placed.right)
    cursor += block.right - block.left + GAP.across
  }
  own.height = bottom
  own.ends = blocks.every(({ ends }) => ends)
  return own
}

/** What is repeated stands to the right, and leads back; the way on goes straight down. */
function withLoop(own: Block, { label, steps }: Branch, context: Context): Block {
  const block = steps.length === 0 ? NOTHING : listBlock(steps, context)
  const x = NODE.width / 2 + GAP.across - block.left
  const top = NODE.height + GAP.label
  const bottom = top + block.height + GAP.down / 2
  const placed = shifted(block, x, top)
  const side = NODE.width / 4
  const into = [point(NODE.width / 2, NODE.height / 2), point(x, NODE.height / 2), point(x, top)]
  const back = [point(x, top + block.height), point(x, bottom), point(side, bottom), point(side, NODE.height)]
  own.nodes.push(...placed.nodes)
  own.edges.push({ points: into, label, arrow: true }, ...placed.edges)
  if (!block.ends) own.edges.push({ points: back, arrow: true })
  own.edges.push({ points: [point(0, NODE.height), point(0, bottom)] })
  own.right = Math.max(own.right, placed.right)
  own.height = bottom
  return own
}

const NOTHING: Block = { left: -44, right: 44, height: 0, nodes: [], edges: [], ends: false }

function point(x: number, y: number): Point {
  return { x, y }
}

function shifted(block: Block, x: number, y: number): Block {
  const move = (point: Point): Point => ({ x: point.x + x, y: point.y + y })
  return {
    ...block,
    left: block.left + x,
    right: block.right + x,
    nodes: block.nodes.map((node) => ({ ...node, x: node.x + x, y: node.y + y })),
    edges: block.edges.map((edge) => ({ ...edge, points: edge.points.map(move) })),
  }
}
