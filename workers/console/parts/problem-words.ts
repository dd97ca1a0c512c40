import type { Visit } from '../site.ts'

type Said = readonly [pattern: RegExp, en: string, zh: string]

/** What the API says of what it refuses, as readers say it: the first pattern that fits. `$1` is what it caught. */
const SAID: readonly Said[] = [
  [/^Invalid key: Expected .* but received undefined$/, 'is missing', '缺少这一项'],
  [/^Invalid type: Expected .* but received undefined$/, 'is missing', '缺少这一项'],
  [/^Invalid length: Expected <=(\d+).*$/, 'is too long: at most $1 characters', '太长：最多 $1 个字符'],
  [/^Invalid length: Expected >=1 .*$/, 'must not be empty', '不能为空'],
  [/^Invalid length: Expected >=(\d+).*$/, 'is too short: at least $1', '太短：至少 $1'],
  [/^Invalid value: Expected <=(\S+).*$/, 'is at most $1', '不能大于 $1'],
  [/^Invalid value: Expected >=(\S+).*$/, 'is at least $1', '不能小于 $1'],
  [/^Invalid timestamp: Expected .*$/, 'is no day and time', '不是有效的日期和时间'],
  [/^Invalid iso .*$/i, 'is no day and time', '不是有效的日期和时间'],
  [/^Invalid type: Expected \(?number.*$/, 'is no number', '不是数字'],
  [/^Invalid integer: .*$/, 'is a whole number', '必须是整数'],
  [/^Invalid type: Expected (.*) but received .*$/, 'is not what it should be: $1', '类型不对，应为 $1'],
  [/^Unknown key .*$/, 'is not known', '未知的项'],
  [/^the request is not right$/i, 'Something in the form is not right', '表单中有内容不正确'],
  [/^the body is not right$/i, 'Something in the form is not right', '表单中有内容不正确'],
  [/^the broadcast is not right$/, 'The broadcast is not right yet', '群发还有内容需要修改'],
  [/^the segment is not right$/, 'The condition is not right', '条件不正确'],
  [/^the query is not right$/, 'The filter is not right', '筛选条件不正确'],
  [/^the audience is not right$/, 'The audience is not right', '受众条件不正确'],
  [/^the inputs are not right$/, 'Some answers are not right', '有回答不正确'],
  [/^the dates are not right$/, 'The dates are not right', '日期不正确'],
  [/^somebody else has changed it$/, 'Somebody else has changed it: load the page again', '已被他人修改，请刷新页面'],
  [
    /^the broadcast is (\w+)$/,
    'That is not possible any more: the broadcast is $1',
    '群发当前状态为 $1，无法执行此操作',
  ],
  [/^the alert is resolved$/, 'The alert is over already', '告警已解决'],
  [/^the gathering is cancelled already$/, 'The event is cancelled already', '活动已取消'],
  [/^`ends_at` is after `starts_at`$/, 'It ends before it begins', '结束时间早于开始时间'],
  [/^either `text` or `template`$/, 'Write the text', '请填写正文'],
  [/^at least one language$/, 'Write the text in at least one language', '请至少填写一种语言的正文'],
  [
    /^each phase begins after the one before it.*$/,
    'Each phase begins after the one before it, and the end comes last',
    '每个阶段须晚于前一阶段，结束时间最晚',
  ],
  [
    /^is another address: give (.*) again$/,
    'is another address: fill in the secrets again ($1)',
    '地址已更改，请重新填写密钥（$1）',
  ],
  [/^no such contact$/, 'There is no such member', '没有这位成员'],
  [/^there is no contact `(.*)`$/, 'There is no member “$1”', '没有成员“$1”'],
  [/^a contact cannot be merged into itself$/, 'That is the same member', '这是同一位成员'],
  [/^it was merged into `.*` already$/, 'They were merged already', '已经合并过了'],
  [/^nobody in `people` is named (.*)$/, 'Nobody among the people is named “$1”', '人员中没有“$1”'],
  [/^a line needs people, shifts, a rotation, or everyone$/, 'A line needs somebody', '每一线至少需要一个人'],
  [/^there is such a (question|survey|segment)( already)?$/, 'There is one of this id already', '此标识已存在'],
  [/^there are at most (\d+) .*$/, 'There are at most $1 of these', '最多 $1 个'],
  [
    /^a code is 1 to 32 letters, digits and -$/,
    'A code is 1 to 32 letters, digits and -',
    '签到码由 1 到 32 个字母、数字或 - 组成',
  ],
  [
    /^the draft differs from what is published: .*$/,
    'The draft is not published yet: publish or undo it first',
    '草稿尚未发布，请先发布或撤销',
  ],
  [/^(not found)$/i, 'It is not there any more', '已不存在'],
  [/^(bad request)$/i, 'Something in the form is not right', '表单中有内容不正确'],
  [/^(conflict)$/i, 'That is not possible now: load the page again', '当前无法执行，请刷新页面'],
  [/^(forbidden)$/i, 'Your key may not do this', '你的密钥没有这个权限'],
]

/** A refusal in the reader's language; what is not known here is said as the API says it. */
export function problemWords({ locale }: Visit, text: string): string {
  const found = SAID.find(([pattern]) => pattern.test(text))
  if (!found) return text
  const [pattern, en, zh] = found
  return text.replace(pattern, locale === 'zh-CN' ? zh : en)
}
