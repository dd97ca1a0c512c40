import type * as v from 'valibot'
import type { WorkflowFiguresAnswer } from '../../../../schema/api/metrics.ts'
import { Figure } from '../../parts/figure.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'

const say = words({
  title: ['What it does, last 30 days', '最近 30 天的效果'],
  entered: ['Entered', '进入'],
  active: ['In it now', '进行中'],
  ended: ['Ended', '结束'],
  converted: ['Converted', '转化'],
  rate: ['Conversion', '转化率'],
  value: ['Value', '价值'],
  sent: ['Sent', '已发送'],
  skipped: ['Skipped', '已跳过'],
  failed: ['Failed', '失败'],
})

export type WorkflowFigures = v.InferOutput<typeof WorkflowFiguresAnswer>

/** What a workflow has come to. */
export function Figures({ visit, figures }: { visit: Visit; figures: WorkflowFigures }) {
  const w = say(visit.locale)
  return (
    <section aria-label={w.title}>
      <h2>{w.title}</h2>
      <div class="figures">
        <Figure visit={visit} label={w.entered} value={figures.entered} />
        <Figure visit={visit} label={w.active} value={figures.ever.active} />
        <Figure visit={visit} label={w.ended} value={figures.ended} />
        <Figure visit={visit} label={w.converted} value={figures.converted} />
        <Figure visit={visit} label={w.rate} value={figures.conversion_rate} isShare />
        <Figure visit={visit} label={w.value} value={figures.value} />
        <Figure visit={visit} label={w.sent} value={figures.messages.sent} />
        <Figure visit={visit} label={w.skipped} value={figures.messages.skipped} />
        <Figure visit={visit} label={w.failed} value={figures.messages.failed} />
      </div>
      {Object.keys(figures.messages.skipped_by_reason).length > 0 && (
        <p class="quiet">
          {w.skipped}:{' '}
          {Object.entries(figures.messages.skipped_by_reason)
            .map(([reason, count]) => `${reason} ${count}`)
            .join(' · ')}
        </p>
      )}
    </section>
  )
}

/** How many runs stand at each step, for the picture. */
export function countsOf(figures: WorkflowFigures | undefined): Record<string, number> {
  const waiting = figures?.waiting ?? []
  return Object.fromEntries(waiting.flatMap(({ step, runs }) => (step === null ? [] : [[step, runs]])))
}
