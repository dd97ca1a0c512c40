import type { Field } from './field-map.ts'

/** How the fields that we look for are called, as keys (letters and digits only, lower case) and as words of a question. */
export const KEYS: Record<Field, RegExp> = {
  user_id:
    /^(user|member|contact|customer|client|account|player|external|respondent|subscriber|employee|student|open|union)(id|no|number|code)$|^uid$|openid$|^(用户|会员|客户|学员|员工)(id|编号|号|号码)$|^(工号|学号|卡号)$/,
  name: /^(full|real|nick|display|user|your|contact|customer|member|respondent|first|wx|wechat)?name$|^nick$|姓名|名字|昵称|称呼|^(您|你)的?(大名|名称)$/,
  email: /e?mail(address)?$|^email|邮箱|邮件|電郵|电邮/,
  phone: /phone|mobile|^(tel|cell|whatsapp)(no|number)?$|telephone|手机|电话|手機|電話|联系方式/,
  locale: /^(locale|lang|language|languagecode|preferredlanguage)$|^语言$|^語言$/,
  type: /^(type|event|eventtype|eventname|action|topic|eventkey|hook)$|^事件(类型)?$/,
  id: /^(event|delivery|webhook|message|notification|request)id$|^(id|uuid)$/,
  time: /^(timestamp|time|ts|createdat|occurredat|submittedat|updatedat|eventtime|createtime|datetime|sentat|date|at)$|时间$/,
}

/** Keys that hold a person: what is called `id` or `name` inside is theirs. */
export const PERSON =
  /^(user|member|contact|customer|client|account|player|person|profile|respondent|subscriber|buyer|author|sender|student|employee|用户|会员|客户)$/

/** Keys of somebody who is not the one it is about. */
export const OTHERS =
  /^(creator|owner|admin|operator|support|sales|agent|referrer|inviter|seller|merchant|company|organization|shop|store|from|reply)/

/** Keys of things: what is called `name` inside is not a person's. */
export const THINGS = /^(repository|form|event|product|item|plan|file|page|campaign|survey|order|host)/

/** Where parts of a form put the words of their question, and where the answer is. */
export const LABEL_KEYS = ['label', 'title', 'question', 'name', 'key', 'ref', 'id', 'type'] as const
export const ANSWER_KEYS = ['value', 'answer', 'text', 'values', 'email', 'phone_number', 'content'] as const

export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[\s_.:：?？*-]+/g, '')
}
