import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ExperimentAnswer } from '../../../../schema/api/experiments.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Interval } from '../../parts/interval.tsx'
import { Table } from '../../parts/list.tsx'
import { numeral } from '../../parts/moment.tsx'
import { titlesOf } from '../../parts/names.tsx'
import { refusal } from '../../parts/refusal.tsx'
import { SendButton } from '../../parts/send-button.tsx'
import type { Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'
import { Verdict } from './verdict.tsx'

const say = words({
  experiments: ['Experiments', '实验'],
  verdict: ['What it says', '结论'],
  branches: ['Branches', '各分支'],
  branch: ['Branch', '分支'],
  control: ['as it is', '原方案'],
  exposed: ['Members', '成员数'],
  expected: ['Expected', '应有'],
  converted: ['Converted', '转化'],
  rate: ['Conversion', '转化率'],
  mean: ['Value a member', '人均价值'],
  promote: ['Everybody gets this', '全量采用'],
  sure: [
    'Give everybody this branch? The split ends, and the workflow is published so.',
    '让所有人走这个分支？分流将结束，工作流会以此发布。',
  ],
  promoted: ['Everybody gets this branch from now on.', '从现在起所有人都走这个分支。'],
  compared: ['Against “{control}”', '与“{control}”相比'],
  difference: ['Difference', '差异'],
  interval: ['Surely between', '可信区间'],
  intervalSub: [
    'The range holds however often you look. If it leaves out zero, the difference is real.',
    '无论看多少次，这个区间都成立。区间不含 0，说明差异真实存在。',
  ],
  lift: ['Relative', '相对变化'],
  power: ['Chance to see a rise by a tenth', '能发现一成提升的概率'],
  detectable: ['Smallest rise it would see', '可发现的最小提升'],
  ratio: ['Shares', '分流检查'],
  ratioFine: ['Members stand as the weights say: the comparison is fair.', '成员分布与设定比例一致，比较是公平的。'],
  ratioOff: [
    'Members do not stand as the weights say: something steers them, and the comparison cannot be trusted. Look at what comes before the split.',
    '成员分布与设定比例不符：有因素影响了分流，比较结果不可信。请检查分流之前的步骤。',
  ],
  ratioFew: ['Too few members to check the shares yet.', '成员太少，暂时无法检查分流。'],
  p: ['chance that it is by accident: {p}', '纯属偶然的概率：{p}'],
})

type Experiment = v.InferOutput<typeof ExperimentAnswer>
const PERCENT = { style: 'percent', maximumFractionDigits: 1 } as const
const POINTS = { ...PERCENT, signDisplay: 'exceptZero' } as const

/** One experiment: what it says, its figures, and whether they can be trusted. */
export const experiment = new Hono<Site>()
  .get('/experiments/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const [found, titles] = await Promise.all([
      visit.api.get<Experiment>(`/metrics/experiments/${encodeURIComponent(c.req.param('id'))}`),
      titlesOf(visit),
    ])
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    return show(c, {
      title: one.step,
      crumbs: [{ title: w.experiments, path: '/experiments' }],
      sub: <a href={`/workflows/${one.workflow_id}`}>{titles.get(one.workflow_id) ?? one.workflow_id}</a>,
      children: (
        <>
          <section class="card">
            <h2>{w.verdict}</h2>
            <Verdict visit={visit} verdict={one.verdict} isLong />
            <Ratio visit={visit} ratio={one.ratio} />
          </section>
          <h2>{w.branches}</h2>
          <Branches visit={visit} experiment={one} />
          {one.comparisons.length > 0 && (
            <>
              <h2>{fill(w.compared, { control: one.control })}</h2>
              <p class="quiet">{w.intervalSub}</p>
              <Comparisons visit={visit} experiment={one} />
            </>
          )}
        </>
      ),
    })
  })
  .post('/experiments/:id/promote', async (c) => {
    const { visit } = c.var
    const form = await formOf(c)
    const id = encodeURIComponent(c.req.param('id'))
    const body = { branch: form.text('branch'), publish: true }
    const answer = await visit.api.send<{ id: string }>('POST', `/experiments/${id}/promote`, body)
    if (answer.kind === 'refused')
      return done(
        c,
        `/experiments/${id}`,
        [answer.detail, ...answer.errors.map((one) => one.message)].join(': '),
        'bad',
      )
    return done(c, `/workflows/${encodeURIComponent(answer.body.id)}`, say(visit.locale).promoted)
  })

function Ratio({ visit, ratio }: { visit: Visit; ratio: Experiment['ratio'] }) {
  const w = say(visit.locale)
  if (ratio === null) return <p class="quiet">{w.ratioFew}</p>
  const p = fill(w.p, { p: numeral(visit, ratio.p, { style: 'percent', maximumFractionDigits: 2 }) })
  return (
    <p class={ratio.off ? 'wrong' : 'quiet'}>
      {ratio.off ? w.ratioOff : w.ratioFine} ({p})
    </p>
  )
}

function Branches({ visit, experiment }: { visit: Visit; experiment: Experiment }) {
  const w = say(visit.locale)
  const { branches, control, running, id } = experiment
  return (
    <Table
      label={w.branches}
      items={branches}
      columns={[
        {
          title: w.branch,
          show: ({ name }) => (
            <>
              <strong>{name}</strong> {name === control && <span class="badge">{w.control}</span>}
            </>
          ),
        },
        { title: w.exposed, num: true, show: (one) => numeral(visit, one.exposed) },
        { title: w.expected, num: true, show: (one) => numeral(visit, one.expected, { maximumFractionDigits: 0 }) },
        { title: w.converted, num: true, show: (one) => numeral(visit, one.converted) },
        { title: w.rate, num: true, show: (one) => (one.rate === null ? '–' : numeral(visit, one.rate, PERCENT)) },
        { title: w.mean, num: true, show: (one) => (one.mean_value === null ? '–' : numeral(visit, one.mean_value)) },
        {
          title: '',
          tight: true,
          show: ({ name }) =>
            running && (
              <SendButton
                visit={visit}
                to={`/experiments/${encodeURIComponent(id)}/promote`}
                values={{ branch: name }}
                confirm={w.sure}
              >
                {w.promote}
              </SendButton>
            ),
        },
      ]}
    />
  )
}

function Comparisons({ visit, experiment: { comparisons } }: { visit: Visit; experiment: Experiment }) {
  const w = say(visit.locale)
  const share = (value: number | null, options: Intl.NumberFormatOptions = PERCENT) =>
    value === null ? '–' : numeral(visit, value, options)
  const most = Math.max(...comparisons.flatMap(({ always }) => always.interval.map(Math.abs)), 0.001)
  return (
    <Table
      label={w.difference}
      items={comparisons}
      columns={[
        { title: w.branch, show: ({ branch }) => <strong>{branch}</strong> },
        { title: w.difference, num: true, show: (one) => share(one.difference, POINTS) },
        {
          title: w.interval,
          show: ({ always: { interval }, difference }) => (
            <Interval
              low={interval[0]}
              high={interval[1]}
              at={difference}
              most={most}
              text={`${share(interval[0], POINTS)} … ${share(interval[1], POINTS)}`}
            />
          ),
        },
        { title: w.lift, num: true, show: (one) => share(one.lift, POINTS) },
        { title: w.power, num: true, show: (one) => share(one.power) },
        { title: w.detectable, num: true, show: (one) => share(one.detectable) },
      ]}
    />
  )
}
