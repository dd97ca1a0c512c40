import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openStage, type Stage } from './browser.ts'
import { settle } from './community.ts'

let stage: Stage

/** How long an answer takes on a slow line. */
const ANSWER_MS = 700

describe.skipIf(!hasChromium)('what managers make in the console', () => {
  beforeAll(async () => {
    stage = await openStage()
    await settle(stage)
  }, 120_000)

  afterAll(() => stage?.close())

  it('puts a segment together from rows, sees who is meant without leaving the page, and keeps it', async () => {
    const { page, complaints, open } = await stage.visit({ locale: 'zh-CN' })
    // What is written while an answer is under way stays.
    await page.route('**/segments/**', async (route) => {
      if (route.request().method() === 'POST') await new Promise((resolve) => setTimeout(resolve, ANSWER_MS))
      await route.continue()
    })
    await open('/segments')
    await page.getByRole('link', { name: '新建分群' }).first().click()
    await page.getByLabel('名称').fill('有积分的人')
    await page.getByLabel('第 1 组条件 1：字段').selectOption({ label: '积分' })
    await page.getByLabel('第 1 组条件 1：比较').selectOption({ label: '小于' })
    await page.getByLabel('第 1 组条件 1：值').fill('1000')
    const meant = page.getByRole('region', { name: '目前包含' })
    await meant.getByText('2 位成员').waitFor()
    await page.getByRole('button', { name: '添加条件', exact: false }).first().click()
    await page.getByLabel('第 1 组条件 2：字段').selectOption({ label: '姓名' })
    await page.getByLabel('第 1 组条件 2：比较').selectOption({ label: '开头是' })
    await page.getByLabel('第 1 组条件 2：值').fill('Ada')
    await meant.getByText('1 位成员').waitFor()
    expect(await page.getByLabel('名称').inputValue()).toBe('有积分的人')
    await page.getByRole('button', { name: '改用表达式' }).click()
    await page.getByLabel('针对 contact 的条件').waitFor()
    await page.getByRole('button', { name: '改用条件行' }).click()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('status').getByText('分群已保存').waitFor()
    const { items } = await stage.api<{ items: { name: string; if: string }[] }>('/api/v1/segments')
    const condition = items.find(({ name }) => name === '有积分的人')?.if
    expect(condition).toBe('contact.points < 1000 && contact.name.startsWith("Ada")')
    await page.getByRole('link', { name: '给他们群发' }).click()
    expect(await page.locator('select[name=segment]').inputValue()).toContain('segment(')
    expect(complaints).toEqual([])
  }, 90_000)

  it('adds, moves and removes questions, and loses nothing of what was typed', async () => {
    const { page, complaints, open } = await stage.visit()
    await open('/surveys/new')
    await page.getByLabel('Name, in English').fill('Visit')
    await page.getByLabel('Question, in English').fill('How was it?')
    await page.getByRole('button', { name: 'Add a question' }).click()
    const second = page.getByRole('group', { name: 'Question 2' })
    await second.getByLabel('Question, in English').fill('What did you like?')
    await second.getByLabel('Answered by').selectOption({ label: 'one of several' })
    await second.getByLabel('Choices, in English').fill('Tea\nCake')
    await second.getByLabel('Choices, in Chinese').fill('茶\n蛋糕')
    await page.getByRole('button', { name: 'Move question 2 up' }).click()
    const first = page.getByRole('group', { name: 'Question 1' })
    await first.getByLabel('Choices, in Chinese').waitFor()
    await page.getByRole('button', { name: 'Save' }).dblclick()
    await page.getByRole('status').waitFor()
    const { items } = await stage.api<{ items: { name: { en?: string }; questions: { text: object }[] }[] }>(
      '/api/v1/surveys',
    )
    const kept = items.filter(({ name }) => name.en === 'Visit')
    expect(kept).toHaveLength(1)
    expect(kept[0]?.questions.map(({ text }) => text)).toEqual([{ en: 'What did you like?' }, { en: 'How was it?' }])
    expect(complaints).toEqual([])
  }, 90_000)

  it('grades what a member has made', async () => {
    const { page, open } = await stage.visit({ locale: 'zh-CN' })
    await open('/contributions')
    await page.locator('td a').first().click()
    await page.getByLabel('4 分，优秀').check()
    await page.getByLabel('备注').fill('很好')
    await page.getByRole('button', { name: '提交评级' }).click()
    await page.getByRole('status').getByText('已评级').waitFor()
  }, 60_000)

  it('keeps what is being written when the session has ended meanwhile', async () => {
    const { page, open } = await stage.visit()
    await open('/workflows/gift/edit')
    await page.waitForSelector('.cm-editor')
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('{ "id": "gift", "name": "written for an hour"')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.fill('#key', 'dev-admin-key')
    await page.click('button[type=submit]')
    await open('/workflows/gift/edit')
    await page.getByText('What you had not saved is here again.').waitFor()
    expect(await page.locator('.cm-content').textContent()).toContain('written for an hour')
  }, 60_000)

  it('changes a member, makes two one after a look at both, and erases them', async () => {
    const { page, complaints, open } = await stage.visit()
    page.on('dialog', (dialog) => dialog.accept())
    await open('/members?q=Ada')
    await page.getByRole('link', { name: 'Ada', exact: true }).click()
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Tags').fill('friend')
    await page.getByLabel('Time zone').fill('Mars')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Tags').inputValue()).toBe('friend')
    await page.getByLabel('Time zone').fill('Europe/Berlin')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').waitFor()
    await page.getByRole('link', { name: 'Merge with another' }).click()
    await page.getByLabel('The other', { exact: false }).fill('u2')
    await page.getByRole('button', { name: 'Show both' }).click()
    await page.getByRole('button', { name: 'Merge them for good' }).click()
    await page.getByRole('status').getByText('one member now').waitFor()
    await page.getByRole('button', { name: 'Erase' }).click()
    await page.getByRole('status').getByText('erased').waitFor()
    expect((await stage.api<{ items: unknown[] }>('/api/v1/contacts')).items).toHaveLength(0)
    // The browser notes the form that was refused.
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
  }, 90_000)
})
