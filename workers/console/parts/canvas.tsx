import { raw } from 'hono/html'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Flow', '流程'],
  hint: [
    'Picture of the flow. Scroll to see all of it; drag to move, + and − to zoom, 0 to see it whole.',
    '流程图。滚动可查看全部；拖动可移动，+ 和 − 缩放，0 显示全图。',
  ],
  in: ['Larger', '放大'],
  out: ['Smaller', '缩小'],
  whole: ['See it whole', '显示全图'],
  words: ['The flow in words', '文字版流程'],
  counts: ['A number on a step: how many stand there now.', '步骤上的数字：目前停在该步骤的运行数。'],
})

type Given = {
  visit: Visit
  picture: string
  told: readonly Told[]
  /** Whether steps say how many stand at them. */
  isCounted?: boolean
}

/** A picture to move about in and to come closer to; without scripts it scrolls. Below it the same in words. */
export function Canvas({ visit, picture, told, isCounted = false }: Given) {
  const w = say(visit.locale)
  return (
    <section class="card" aria-label={w.title}>
      <div class="row between">
        <h2>{w.title}</h2>
        <div class="row" data-zoom hidden>
          <button type="button" data-by="out" aria-label={w.out} title={w.out}>
            −
          </button>
          <button type="button" data-by="in" aria-label={w.in} title={w.in}>
            +
          </button>
          <button type="button" data-by="whole">
            {w.whole}
          </button>
        </div>
      </div>
      <section class="canvas" data-canvas tabindex={0} aria-label={w.hint}>
        {raw(picture)}
      </section>
      {isCounted && <p class="quiet small">{w.counts}</p>}
      {told.length > 0 && (
        <details class="told">
          <summary>{w.words}</summary>
          <ol>
            {told.map(({ depth, text }) => (
              <li class={`deep${Math.min(depth, 6)}`}>{text}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}

/** A line of the flow in words, and how deep it lies within branches. */
type Told = { depth: number; text: string }
