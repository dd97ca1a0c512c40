import type { Visit } from '../site.ts'
import { words } from '../words.ts'

/** What went wrong in a step, and what to do: by the code of its error. */
const say = words({
  insufficient_points: [
    'The member has not enough points. Give them some, or ask less, then retry.',
    '成员积分不足。请补发积分或降低扣减数量，然后重试。',
  ],
  out_of_stock: [
    'Nothing is left in stock. Fill it up in the library, then retry.',
    '库存不足。请在资料库补货后重试。',
  ],
  no_code: [
    'The coupon pool is empty. Add codes in the library, then retry.',
    '券码已发完。请在资料库补充券码后重试。',
  ],
  budget_exhausted: ['The budget is used up. Raise it, or let the run end.', '预算已用完。请提高预算，或让运行结束。'],
  limit_reached: [
    'A limit for this member is reached. That is often meant so; else raise it, then retry.',
    '该成员已达上限。若非预期，请提高上限后重试。',
  ],
  not_sent: [
    'The message did not go out. See why in its delivery, mend that, then retry.',
    '消息未能发出。请查看投递原因，处理后重试。',
  ],
  no_contact: ['The run concerns no member, and this step needs one.', '此步骤需要成员，但该运行没有关联成员。'],
  template_failed: [
    'The text could not be filled in. Correct it in the editor, publish, then run again.',
    '文本无法填充。请在编辑器中修正并发布，然后重新运行。',
  ],
  invalid_input: [
    'What the step was given is not right. Correct it in the editor, publish, then run again.',
    '步骤的输入不正确。请在编辑器中修正并发布，然后重新运行。',
  ],
  forbidden_address: [
    'The address may not be called. Use a public one that begins with https://.',
    '不允许请求此地址。请使用以 https:// 开头的公网地址。',
  ],
  no_secret: ['A secret is missing. Add it in the library, then retry.', '缺少机密值。请在资料库添加后重试。'],
  unknown_secret: ['A secret is missing. Add it in the library, then retry.', '缺少机密值。请在资料库添加后重试。'],
  unknown: [
    'Something that the step names is not there. Make it, or correct the name in the editor, then retry.',
    '步骤引用的内容不存在。请创建它，或在编辑器中修正名称，然后重试。',
  ],
  other: [
    'See the values of the step below, mend the cause, then retry.',
    '请查看下方步骤的输入与结果，排除原因后重试。',
  ],
})

/** In the reader's language: what an error means, and what to do about it. */
export function failureWords({ locale }: Visit, code: string): string {
  const w = say(locale)
  const known = (w as Record<string, string>)[code]
  return known ?? (code.startsWith('unknown_') ? w.unknown : w.other)
}
