import type { BranchWords } from './branches.ts'

type PictureWords = BranchWords & { start: string; end: string; picture: string; steps: (count: number) => string }

const en: PictureWords = {
  yes: 'yes', no: 'no', came: 'it comes', late: 'time-out', approved: 'approved', rejected: 'rejected', free: 'within the limit',
  over: 'over', otherwise: 'else', failed: 'on error', each: 'repeat', start: 'When', end: 'End', picture: 'Flow of',
  steps: (count) => (count === 1 ? '1 step' : `${count} steps`),
} // biome-ignore format: one list, read at a glance

const zh: PictureWords = {
  yes: '是', no: '否', came: '等到了', late: '超时', approved: '通过', rejected: '拒绝', free: '未超限', over: '超限',
  otherwise: '否则', failed: '出错时', each: '重复', start: '当', end: '结束', picture: '流程图：',
  steps: (count) => `${count} 个步骤`,
} // biome-ignore format: one list, read at a glance

export function pictureWords(locale: string): PictureWords {
  return /^zh\b/i.test(locale) ? zh : en
}
