import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'

const say = words({
  title: ['Five steps to your first automation', '五步完成第一个自动化'],
  sub: ['About ten minutes. Nothing is sent before you turn it on.', '大约十分钟。在你启用之前不会发送任何内容。'],
  done: ['done', '已完成'],
  channel: ['Connect a channel', '接入一个渠道'],
  channelSub: [
    'Where your members are: WeCom, Telegram, e-mail and others. Or the sandbox, to look around first.',
    '成员所在的平台：企业微信、Telegram、邮件等。也可以先用沙盒体验。',
  ],
  template: ['Pick a template and answer its questions', '选择模板并回答几个问题'],
  templateSub: [
    'A welcome, points, a win-back: each with a sample conversation.',
    '欢迎新成员、积分、召回……每个模板都有示例对话。',
  ],
  try: ['Watch a simulated week', '观看模拟的一周'],
  trySub: ['See what a made-up member would get, and when.', '看看一位虚拟成员会在什么时候收到什么。'],
  live: ['Turn it on', '启用上线'],
  liveSub: [
    'It answers to real events from then on. You can pause it at any time.',
    '从此响应真实事件，随时可以暂停。',
  ],
  effect: ['See what it does', '查看效果'],
  effectSub: ['Who is in it, what they got, and why somebody did not.', '谁在其中、收到了什么、为什么没收到。'],
  go: ['Begin here', '从这里开始'],
})

export type Progress = { hasChannel: boolean; draft: string | undefined; live: string | undefined; hasRuns: boolean }

/** What to do first, with what is done already. Nothing once everything is. */
export function FirstSteps({ visit, progress }: { visit: Visit; progress: Progress }) {
  const w = say(visit.locale)
  const { hasChannel, draft, live, hasRuns } = progress
  if (hasRuns && live !== undefined) return null
  const any = live ?? draft
  const at = any === undefined ? '/templates' : `/workflows/${any}`
  const steps = [
    { title: w.channel, sub: w.channelSub, to: '/channels/add', isDone: hasChannel },
    { title: w.template, sub: w.templateSub, to: '/templates', isDone: any !== undefined },
    { title: w.try, sub: w.trySub, to: any === undefined ? at : `${at}/try`, isDone: live !== undefined },
    { title: w.live, sub: w.liveSub, to: at, isDone: live !== undefined },
    { title: w.effect, sub: w.effectSub, to: live === undefined ? at : `/runs?workflow=${live}`, isDone: hasRuns },
  ]
  const next = steps.findIndex(({ isDone }) => !isDone)
  return (
    <section class="card welcome" aria-label={w.title}>
      <h2>{w.title}</h2>
      <p class="quiet">{w.sub}</p>
      <ol class="todo">
        {steps.map(({ title, sub, to, isDone }, i) => (
          <li class={isDone ? 'done' : i === next ? 'next' : ''}>
            <div>
              <a href={to}>{title}</a> {isDone && <span class="badge good">{w.done}</span>}
              <div class="quiet">{sub}</div>
            </div>
            {i === next && (
              <a class="button first" href={to}>
                {w.go}
                <span class="unseen">{`: ${title}`}</span>
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
