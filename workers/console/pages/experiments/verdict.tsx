import type * as v from 'valibot'
import type { ExperimentSummary } from '../../../../schema/api/experiments.ts'
import type { Visit } from '../../site.ts'
import { local, words } from '../../words.ts'

const say = words({
  'nothing yet': ['nothing yet', '暂无数据'],
  'ratio off': ['shares are off', '分流异常'],
  'too early': ['too early', '为时尚早'],
  winner: ['a winner', '有优胜者'],
  'control wins': ['as it is wins', '原方案更好'],
  'no difference': ['no difference', '没有差别'],
  open: ['still open', '尚无定论'],
})

type Verdict = v.InferOutput<typeof ExperimentSummary>['verdict']

const TONES: Record<Verdict['kind'], string> = {
  'nothing yet': 'calm',
  'ratio off': 'bad',
  'too early': 'info',
  winner: 'good',
  'control wins': 'warn',
  'no difference': 'calm',
  open: 'info',
}

/** What an experiment says so far, in one word; `isLong` says it in sentences too. */
export function Verdict({ visit, verdict, isLong = false }: { visit: Visit; verdict: Verdict; isLong?: boolean }) {
  return (
    <>
      <span class={`badge ${TONES[verdict.kind]}`}>{say(visit.locale)[verdict.kind]}</span>{' '}
      {isLong ? <p class="lead">{local(verdict.words, visit.locale)}</p> : verdict.branch}
    </>
  )
}
