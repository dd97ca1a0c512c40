import { eventWords } from '../../../schema/event-words.ts'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

/** Why something was not sent, or ended: the words of the product by which the API names it. */
const say = words({
  'quiet hours': ['quiet hours of the member', '成员的免打扰时段'],
  'frequency cap': ['enough messages for now', '已达发送频率上限'],
  'word filter': ['a word that is watched for', '命中敏感词'],
  consent: ['did not agree', '未同意接收'],
  'workspace stop': ['everything is stopped in the settings', '设置中已停止全部发送'],
  'member left': ['has left', '已离开'],
  blocked: ['blocked', '已屏蔽'],
  holdout: ['held out for comparison', '对照组，不发送'],
  'no channel': ['no way to reach them', '没有可用的联系渠道'],
  expired: ['too late to matter', '已过有效期'],
  paused: ['paused', '已暂停'],
  'no match': ['did not concern them', '条件不符'],
  'condition false': ['the condition did not hold', '条件不成立'],
  'already running': ['was in it already', '已在运行中'],
  're-entry': ['was in it not long ago', '未到可再次进入的时间'],
  removed: ['removed', '已删除'],
  merged: ['merged with another member', '已合并到其他成员'],
  goal: ['reached the goal', '达成目标'],
  exit: ['left because', '退出，因为'],
  restarted: ['started anew', '已重新开始'],
  'cancelled by an operator': ['cancelled by an operator', '被运营人员取消'],
  'its caller has ended': ['what called it has ended', '调用它的工作流已结束'],
})

/** A reason in the reader's language. What comes after a colon is said as it is. */
export function reasonWords(visit: Visit, reason: string | null | undefined): string {
  if (!reason) return ''
  const [rule = '', ...values] = reason.split(': ')
  const known = (say(visit.locale) as Record<string, string>)[rule]
  return known === undefined ? reason : [known, ...values.map((one) => eventWords(one, visit.locale))].join(': ')
}
