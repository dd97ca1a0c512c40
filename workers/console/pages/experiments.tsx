import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ExperimentSummary } from '../../../schema/api/experiments.ts'
import { listing } from '../parts/listing.tsx'
import { numeral } from '../parts/moment.tsx'
import { titlesOf, Workflow } from '../parts/names.tsx'
import type { Site } from '../site.ts'
import { words } from '../words.ts'
import { experiment } from './experiments/experiment.tsx'
import { Verdict } from './experiments/verdict.tsx'

const say = words({
  title: ['Experiments', '实验'],
  sub: [
    'Which of several ways works better: said in words, and only once it is sure.',
    '几种做法哪种更好：用大白话说结论，有把握才下结论。',
  ],
  name: ['Experiment', '实验'],
  workflow: ['Workflow', '工作流'],
  exposed: ['Members in it', '参与成员'],
  verdict: ['So far', '目前结论'],
  over: ['no longer running', '已停止'],
  empty: ['No experiment runs', '没有进行中的实验'],
  emptySub: [
    'Put a split into a workflow: members are shared out among its branches, and what they do is compared here.',
    '在工作流中加入 split 步骤：成员会按比例分到各分支，在这里比较效果。',
  ],
  templates: ['Templates with an experiment', '带实验的模板'],
})

type Summary = v.InferOutput<typeof ExperimentSummary>

export const experiments = new Hono<Site>()
  .get('/experiments', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    return listing<Summary>(c, {
      from: '/metrics/experiments',
      title: w.title,
      sub: w.sub,
      empty: {
        title: w.empty,
        sub: w.emptySub,
        acts: (
          <a class="button first" href="/templates?q=a%2Fb">
            {w.templates}
          </a>
        ),
      },
      columns: async () => {
        const titles = await titlesOf(visit)
        return [
          {
            title: w.name,
            show: (one) => (
              <>
                <a href={`/experiments/${encodeURIComponent(one.id)}`}>{one.step}</a>{' '}
                {!one.running && <span class="badge">{w.over}</span>}
              </>
            ),
          },
          { title: w.workflow, show: (one) => <Workflow visit={visit} titles={titles} id={one.workflow_id} /> },
          { title: w.verdict, show: (one) => <Verdict visit={visit} verdict={one.verdict} /> },
          { title: w.exposed, num: true, tight: true, show: (one) => numeral(visit, one.exposed) },
        ]
      },
    })
  })
  .route('/', experiment)
