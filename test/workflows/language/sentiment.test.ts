import { describe, expect, it } from 'vitest'
import { sentiment } from '../../../workflows/language/sentiment.ts'

const AGAINST = [
  '谈不上好', '一点也不好', 'it is not great',
 
  'This is terrible, I want a refund', 'The app crashes all the time', 'Not good at all', 'I am very disappointed with the service',
  "It doesn't work and nobody helps. Worst support ever", 'What a scam', 'I hate the new version', 'Delivery was late and the box was damaged',
  'Great product but the support is awful', 'You never answer, this is unacceptable!!', 'Useless. I am not happy', 'I would not recommend this to anyone',
  'the checkout is broken again', 'so annoying 😡', "I can't recommend it, far too expensive", 'Your staff was rude to me',
  '太差了，再也不来了', '这个产品真垃圾', '我要投诉你们', '客服态度恶劣，没人理我', '等了三天还没收到，太失望了', '根本不好用', '一点都不满意', '骗子公司，退钱！',
  '系统又崩溃了', '不推荐大家买', '东西不错但是客服太差', '又闪退，烦死了', '质量很差，浪费钱', '服务不怎么样', '没有帮助', '这也太坑了吧', '气死我了😡', '快递破损，非常生气',
] // biome-ignore format: a table
const FOR = [
  '不差', '不赖，下次还来', '真的没毛病', '无可挑剔', 'It could not be better', 'I have never been happier', 'Not only good but cheap',
 
  'I love this community', 'Great support, thank you!', 'Works perfectly, highly recommended', 'Not bad at all', 'The new version is much better and fast',
  'No problem, solved within minutes', 'Really happy with my order 😊', 'Slow at first, but now it is excellent', 'best purchase this year', 'Thanks, that was very helpful',
  "I can't complain", 'Absolutely wonderful people here',
  '太棒了，非常喜欢', '客服很耐心，谢谢', '质量不错，会回购', '没问题，已经解决了', '物流很快，包装也好', '强烈推荐给大家', '真的很好用', '感谢群主的帮助', '价格有点贵但是很值得',
  '不但便宜而且好用', '活动很精彩，期待下一次', '👍👍', '非常满意，五星好评', '老师讲得很清楚', '还行，挺好的',
] // biome-ignore format: a table
const NEITHER = [
  '', 'Where can I find my order number?', 'The meeting is on Tuesday at nine', 'My address has changed', 'hello', '请问几点开始？', '我的订单号是 20260105', '你好，在吗',
  '明天下午三点开会', '好像是周二', '不知道在哪里看', '差不多两百个人', '快递到哪里了', '特别活动什么时候开始', '12345', '退款流程在哪里看',
] // biome-ignore format: a table

describe('tells how a message speaks, in Chinese and in English', () => {
  it.each(AGAINST)('against: %s', (text) => expect(sentiment(text)).toBeLessThan(-0.2))
  it.each(FOR)('for: %s', (text) => expect(sentiment(text)).toBeGreaterThan(0.2))
  it.each(NEITHER)('neither: %s', (text) => expect(Math.abs(sentiment(text))).toBeLessThanOrEqual(0.2))
})

it.each([
  ['very good', 'good'],
  ['good', 'a bit good'],
  ['很好', '好'],
  ['good!!!', 'good'],
])('%s says more than %s', (more, less) => expect(sentiment(more)).toBeGreaterThan(sentiment(less)))

it('stays between -1 and 1, and reads no more than it must', () => {
  expect(sentiment('垃圾'.repeat(5000))).toBeGreaterThanOrEqual(-1)
  expect(sentiment('love '.repeat(5000))).toBeLessThanOrEqual(1)
  expect(sentiment(`${'x'.repeat(4000)} love`)).toBe(0)
})
