import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openStage, type Stage } from './browser.ts'
import { HOSTILE } from './community.ts'

let stage: Stage
const LONG = `<img src=x onerror=alert(1)> ${'没有空格的很长的一句话'.repeat(900)}`.slice(0, 10_000)

describe.skipIf(!hasChromium)('what managers do in the console', () => {
  beforeAll(async () => {
    stage = await openStage()
    await stage.api('/api/v1/settings', { quiet_hours: { promotional: { policy: 'send' } } }, 'PUT')
  }, 90_000)

  afterAll(() => stage?.close())

  it('leads somebody who has never been here, step by step, to an automation that has done something', async () => {
    const { page, complaints } = await stage.visit({ locale: 'zh-CN' })
    const next = () => page.getByRole('link', { name: /^从这里开始/ }).click()
    const steps = page.getByRole('region', { name: '五步完成第一个自动化' })
    await steps.waitFor()
    await next()
    await page.getByRole('link', { name: '沙盒' }).first().click()
    await page.getByLabel('标识，用于回调地址').fill('chat')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('status').waitFor()
    await page.getByRole('link', { name: '概览' }).click()
    await next()
    await page.getByRole('searchbox').fill('欢迎')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.locator('a.tile').first().click()
    await page.getByRole('button', { name: '观看模拟的一周' }).click()
    const week = page.locator('#week')
    await week.getByText('按你的回答模拟的一周').waitFor()
    expect(await week.locator('.bubble').count()).toBeGreaterThan(1)
    await page.getByRole('button', { name: '安装并上线' }).click()
    await page.getByRole('status').getByText('已上线').waitFor()
    await happens('first', 'member.joined', '小明')
    await page.getByRole('link', { name: '概览' }).click()
    await page.getByRole('link', { name: '小明' }).first().waitFor()
    expect(await steps.count()).toBe(0)
    expect(complaints).toEqual([])
  }, 90_000)

  it('writes a broadcast, sees it as members will, gets it approved three times, and follows it to its end', async () => {
    await happens('u1', 'member.joined', 'Ada')
    await happens('u2', 'member.joined', HOSTILE)
    await happens('u2', 'message.received', HOSTILE, { text: LONG })
    const { page, complaints, open } = await stage.visit()
    await open('/broadcasts')
    await page.getByRole('link', { name: 'Write a broadcast' }).first().click()
    await page.getByLabel('Name, for you and your team').fill('Spring')
    await page.getByLabel('Text').first().fill('Hello {{contact.name}}, spring is here')
    await page.getByRole('button', { name: 'How many is that?' }).click()
    await page.getByText(/^That is \d+ members now/).waitFor()
    await page.getByRole('button', { name: 'Save and look at it' }).click()
    await page.locator('.device .bubble').getByText('spring is here').waitFor()
    page.on('dialog', (dialog) => dialog.accept())
    await page.getByRole('button', { name: 'Ask for approval' }).click()
    for (const step of ['Operations', 'Brand', 'Legal']) {
      await page.getByText(step).waitFor()
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByRole('status').getByText('Decided').waitFor()
      await stage.api('/dev/idle')
      await page.reload()
    }
    await stage.api('/dev/clock', { advance: '1h' })
    await stage.api('/dev/idle')
    await page.reload()
    await page.getByRole('heading', { name: 'What became of it' }).waitFor()
    await page.locator('.sub').getByText('done').waitFor()
    expect(complaints).toEqual([])
  }, 90_000)

  it('plans an event, seats somebody, and checks them in', async () => {
    const { page, complaints, open } = await stage.visit({ locale: 'zh-CN' })
    await open('/gatherings')
    await page.getByRole('link', { name: '新建活动' }).first().click()
    await page.getByLabel('名称（中文）').fill('品茶会')
    await page.getByLabel('开始时间').fill('2031-05-01T18:30')
    await page.getByLabel('名额').fill('20')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '品茶会' }).waitFor()
    await page.getByLabel('成员：姓名、邮箱、手机号或 ID').fill('Ada')
    await page.getByRole('button', { name: '添加成员' }).click()
    await page.getByRole('status').getByText('已报名成功').waitFor()
    await page.getByRole('button', { name: '签到' }).click()
    await page.getByRole('status').getByText('已签到').waitFor()
    expect(complaints).toEqual([])
  }, 60_000)

  it('tries a question before members ask it', async () => {
    const { page, open } = await stage.visit()
    await open('/faqs')
    await page.getByRole('link', { name: 'Add a question' }).first().click()
    await page.getByLabel('The question, in several ways').fill('When do you open?\nOpening hours')
    await page.getByLabel('Answer, in English').fill('At nine.')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('textbox', { name: 'Question' }).fill('what are your opening hours')
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByText('It would be answered with').waitFor()
    await page.locator('.bubble').getByText('At nine.').waitFor()
  }, 60_000)

  it('says who is on call now, in the zone that the reader has chosen', async () => {
    const { page, open } = await stage.visit()
    await open('/rotas/new')
    await page.getByLabel('Name').fill('Shop')
    await page.getByLabel('People').fill('lin chat u1')
    await page.getByLabel('Who is called, line by line').fill('1 lin')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('On call now').waitFor()
    await page.locator('.badge.good').getByText('lin').waitFor()
    await open('/preferences')
    await page.getByLabel('Time zone in which times are shown').selectOption('Asia/Tokyo')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Asia/Tokyo' }).waitFor()
  }, 60_000)

  it('comes closer to a flow and sees it whole again, with keys alone, and has it in words', async () => {
    const steps = Array.from({ length: 100 }, (_, i) => ({ do: 'tag.add', with: { tag: `t${i}` } }))
    await stage.api(
      '/api/v1/workflows/long',
      { id: 'long', name: 'Long', triggers: [{ on: 'order.paid' }], actions: steps },
      'PUT',
    )
    const { page, open } = await stage.visit()
    await open('/workflows/long')
    const width = () => page.locator('svg.flow').evaluate((svg) => svg.getBoundingClientRect().width)
    const [canvas, before] = [page.locator('[data-canvas]'), await width()]
    await canvas.focus()
    await page.keyboard.press('+')
    expect(await width()).toBeGreaterThan(before)
    await page.keyboard.press('0')
    expect(await width()).toBeLessThan(before)
    await page.getByText('The flow in words').click()
    expect(await page.locator('.told li').count()).toBe(101)
  }, 60_000)
})

let count = 0

async function happens(user: string, type: string, name: string, data: object = {}): Promise<void> {
  count += 1
  await stage.api('/hooks/chat', { id: `e${count}`, type, user: { id: user, name }, data })
  await stage.api('/dev/idle')
}
