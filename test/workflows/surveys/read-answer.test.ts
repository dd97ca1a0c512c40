import { expect, it } from 'vitest'
import type { Question } from '../../../schema/survey.ts'
import { readAnswer } from '../../../workflows/surveys/read-answer.ts'

const ask = (type: Question['type'], options?: Question['options']): Question => ({
  ...{ id: 'q', type, text: '?', required: true },
  ...(options && { options }),
})
const nps = ask('nps')
const rating = ask('rating')
const colours = ask('choice', [
  { value: 'red', text: { en: 'Red', zh: '红色' } },
  { value: 'blue', text: { en: 'Blue', zh: '蓝色' } },
  '其他',
])
const many = ask('multi', ['Price', 'Service, and people', { value: 'speed', text: { en: 'Speed', 'zh-CN': '速度' } }])
const yesNo = ask('yes_no') // biome-ignore format: questions at a glance

it.each([
  ['8', 8], ['８', 8], ['１０', 10], ['10', 10], ['八', 8], ['十', 10], ['零', 0], ['0', 0], ['8分', 8], ['８分。', 8],
  ['我打9分', 9], ['我给 7 分吧', 7], ['ten', 10], ['Ten!', 10], ['SEVEN', 7], ['8/10', 8], ['9 out of 10', 9],
  ['8 points', 8], ["I'd say 8", 8], ['i’d give it 9', 9], ['满分', 10], ['10️⃣', 10], ['8️⃣', 8], ['两', 2], [' 8 ', 8], ['“8”', 8],
  ['11', undefined], ['-1', undefined], ['7.5', undefined], ['8-9', undefined], ['二十', undefined], ['hello', undefined],
  ['8 people came', undefined], ['我有8个问题', undefined], ['on a scale of 10', undefined], ['8/5', undefined], ['', undefined],
  ['7点见', undefined], ['10%', undefined], ['号', undefined], ['明天下午3点', undefined], ['1000', undefined], ['how are you?', undefined],
  ['一定会', 10], ['Definitely!', 10], ['非常愿意', 10], ['完全不会', 0], ['not at all', 0], ['满意', undefined], ['definitely not sure', undefined], ['会', undefined],
])('reads a recommendation: %j', (text, value) => expect(readAnswer(nps, text)).toBe(value)) // biome-ignore format: a table

it.each([
  ['5', 5], ['五星', 5], ['4 stars', 4], ['⭐⭐⭐', 3], ['给三颗星', 3], ['0', undefined], ['6', undefined], ['满分', 5], ['4/5', 4], ['4/10', undefined],
  ['非常满意', 5], ['非常滿意！', 5], ['很满意的', 5], ['满意', 4], ['Satisfied', 4], ['very satisfied', 5], ["I'm very happy", 5], ['一般', 3], ['so-so', 3], ['不满意', 2], ['not good', 2], ['非常不满意', 1], ['terrible', 1],
  ['满意吗', undefined], ['非常满意你们的服务，但是物流慢', undefined], ['good morning', undefined], ['好的', undefined], ['ok', undefined], ['is it good?', undefined],
])('reads a rating: %j', (text, value) => expect(readAnswer(rating, text)).toBe(value)) // biome-ignore format: a table

it.each([
  ['是', true], ['是的', true], ['Yes', true], ['ＹＥＳ！', true], ['y', true], ['对', true], ['好的', true], ['1', true], ['可以', true], ['yes please', true], ['of course', true], ['當然', true],
  ['否', false], ['不', false], ['不是', false], ['No.', false], ['nope', false], ['没有', false], ['沒有', false], ['2', false], ['no, thanks', undefined], ['no thanks', false],
  ['是什么', undefined], ['maybe', undefined], ['3', undefined], ['please', undefined], ['yes but when does it open?', undefined], ['不知道', undefined],
])('reads yes and no: %j', (text, value) => expect(readAnswer(yesNo, text)).toBe(value)) // biome-ignore format: a table

it.each([
  ['Red', 'red'], ['red!', 'red'], ['红色', 'red'], ['紅色', 'red'], ['1', 'red'], ['２', 'blue'], ['B', 'blue'], ['选2', 'blue'], ['第二个', 'blue'], ['2. Blue', 'blue'], ['option 3', '其他'], ['其他', '其他'],
  ['green', undefined], ['4', undefined], ['I like red things', undefined], ['2. Red', undefined], ['d', undefined],
])('reads a choice: %j', (text, value) => expect(readAnswer(colours, text)).toBe(value)) // biome-ignore format: a table

it.each([
  ['1,3', ['Price', 'speed']], ['1、3', ['Price', 'speed']], ['3 1', ['Price', 'speed']], ['A和C', ['Price', 'speed']], ['速度', ['speed']], ['service, and people', ['Service, and people']],
  ['price and speed', ['Price', 'speed']], ['１，２', ['Price', 'Service, and people']], ['1,9', undefined], ['when do you open', undefined], [',', undefined],
])('reads several: %j', (text, value) => expect(readAnswer(many, text)).toEqual(value)) // biome-ignore format: a table
