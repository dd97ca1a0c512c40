import type { Verdict } from './judge.ts'

export type Words = { en: string; 'zh-CN': string }

/** What a verdict means for whoever has to decide. */
export const WORDS: Record<Verdict['kind'], (branch: string) => Words> = {
  'nothing yet': () => ({
    en: 'Nobody has come to this split yet.',
    'zh-CN': '还没有会员进入此分流。',
  }),
  'ratio off': () => ({
    en: 'Members do not stand in the branches as the weights say. Something loses or doubles them: do not trust the result before that is found.',
    'zh-CN': '各分支的人数与权重不符，说明有会员被遗漏或重复计入。查明原因之前不要相信结果。',
  }),
  'too early': () => ({
    en: 'Too few members or conversions to say anything. Let it run.',
    'zh-CN': '会员或转化太少，尚无法判断。请继续运行。',
  }),
  winner: (branch) => ({
    en: `“${branch}” is better. This holds however often you have looked; it can be promoted.`,
    'zh-CN': `“${branch}”更好。无论查看过多少次，此结论都成立，可以推广。`,
  }),
  'control wins': (branch) => ({
    en: `“${branch}” is better than all the others. Keep it, and end the experiment.`,
    'zh-CN': `“${branch}”优于其他所有分支。保留它并结束实验。`,
  }),
  'no difference': () => ({
    en: 'The branches differ by less than a tenth of the rate. Choose the simpler one.',
    'zh-CN': '各分支差异不到转化率的十分之一。选择更简单的方案即可。',
  }),
  open: () => ({
    en: 'No branch is surely better yet. Let it run, or accept that the difference is small.',
    'zh-CN': '尚无分支确定更好。请继续运行，或接受差异很小。',
  }),
}
