import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openStage, type Stage } from './browser.ts'
import { settle } from './community.ts'

let stage: Stage

describe.skipIf(!hasChromium)('the console in a browser', () => {
  beforeAll(async () => {
    stage = await openStage()
    await settle(stage)
  }, 120_000)

  afterAll(() => stage?.close())

  it('fits a telephone', async () => {
    const { page, open } = await stage.visit({ locale: 'zh-CN', width: 380 })
    for (const path of ['/', '/workflows/gift', '/members', '/tasks']) {
      await open(path)
      const { wide, width } = await page.evaluate<{ wide: number; width: number }>(
        '({ wide: document.documentElement.scrollWidth, width: innerWidth })',
      )
      expect(wide, path).toBeLessThanOrEqual(width)
    }
    await page.getByText('菜单').click()
    await page.getByRole('link', { name: '成员', exact: true }).click()
    await page.waitForURL('**/members')
  }, 60_000)

  it('lets somebody correct a wrong definition where it is wrong, and publish it', async () => {
    const { page, open } = await stage.visit()
    await open('/workflows/new')
    await page.waitForSelector('.cm-editor')
    const wrong = JSON.stringify(
      {
        id: 'mine',
        name: 'Mine',
        triggers: [{ on: 'member.joined' }],
        actions: [{ do: 'tag.ad', with: { tag: 'x' } }],
      },
      null,
      2,
    )
    await write(page, wrong)
    await page.locator('.cm-lint-marker-error').first().waitFor()
    await page.getByRole('button', { name: 'Save and publish' }).click()
    await page.getByRole('alert').getByText('did you mean `tag.add`').waitFor()
    await page.waitForSelector('.cm-editor')
    await write(page, wrong.replace('tag.ad"', 'tag.add"'))
    await page.getByRole('button', { name: 'Save and publish' }).click()
    await page.waitForURL('**/workflows/mine')
    await page.getByRole('heading', { name: 'Mine' }).waitFor()
    expect((await stage.api<{ version: number }>('/api/v1/workflows/mine')).version).toBe(1)
  }, 60_000)

  it('plays a workflow for a made-up member, as a conversation', async () => {
    const { page, open } = await stage.visit({ locale: 'zh-CN' })
    await open('/workflows/gift')
    await page.getByRole('link', { name: '试运行' }).click()
    await page.getByLabel('姓名').fill('王芳')
    await page.getByRole('button', { name: '播放' }).click()
    await page.locator('.bubble').getByText('Hello 王芳').waitFor()
  }, 60_000)

  it('sets up a channel from its form, keeps its secrets unseen, and says what is wrong with a test', async () => {
    const { page, open } = await stage.visit()
    await open('/channels')
    await page.getByRole('link', { name: 'Add a channel' }).click()
    await page.getByRole('link', { name: 'Telegram' }).click()
    await page.getByLabel('Id, part of its address').fill('tg')
    await page.getByLabel('Secret token', { exact: false }).fill('s3cret-token')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL('**/channels/tg')
    expect(await page.content()).not.toContain('s3cret-token')
    await page.getByRole('button', { name: 'Test' }).click()
    await page.locator('.flash').waitFor()
    const { secrets_set } = await stage.api<{ secrets_set: string[] }>('/api/v1/channels/tg')
    expect(secrets_set).toEqual(['secret_token'])
  }, 60_000)

  it('makes a coupon pool and a text in two languages without JSON', async () => {
    const { page, open } = await stage.visit()
    await open('/library/coupons/add')
    await page.getByLabel('Id', { exact: true }).fill('spring')
    await page.getByLabel('Name').fill('Spring')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Spring' }).waitFor()
    await open('/library/texts/add')
    await page.getByLabel('Id', { exact: true }).fill('hello')
    await page.getByPlaceholder('en').fill('Hello')
    await page.getByPlaceholder('zh-CN').fill('你好')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').waitFor()
    const { text } = await stage.api<{ text: object }>('/api/v1/texts/hello')
    expect(text).toEqual({ en: 'Hello', 'zh-CN': '你好' })
  }, 60_000)

  it('leads from the first visit to a live template', async () => {
    const { page, open } = await stage.visit({ locale: 'zh-CN' })
    await open('/templates')
    await page.getByRole('searchbox').fill('欢迎')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.locator('a.tile').first().click()
    await page.getByText('示例对话').waitFor()
    await page.getByRole('button', { name: '安装并上线' }).click()
    await page.getByRole('status').getByText('已上线').waitFor()
    expect((await stage.api<{ status: string }>(`/api/v1${new URL(page.url()).pathname}`)).status).toBe('active')
  }, 60_000)

  it('acknowledges an alert, and says so', async () => {
    await stage.api('/api/v1/alerts', { name: 'outage', level: 2, title: 'The shop is down' })
    await stage.api('/dev/idle')
    const { page, open } = await stage.visit()
    await open('/alerts')
    await page.getByRole('link', { name: 'The shop is down' }).click()
    await page.getByRole('button', { name: 'I take care of it' }).click()
    await page.getByRole('status').getByText('Acknowledged').waitFor()
    await page.locator('.sub').getByText('acknowledged').waitFor()
  }, 60_000)

  it('keeps what is not saved through a reload', async () => {
    const { page, open } = await stage.visit()
    await open('/workflows/gift/edit')
    await page.waitForSelector('.cm-editor')
    await write(page, '{ "id": "gift", "name": "unsaved"')
    await page.reload()
    await page.getByText('What you had not saved is here again.').waitFor()
    expect(await page.locator('.cm-content').textContent()).toContain('unsaved')
    await page.getByRole('button', { name: 'Discard it' }).click()
    expect(await page.locator('.cm-content').textContent()).toContain('一份礼物')
  }, 60_000)

  it('shows why a run failed, and retries it once that is mended', async () => {
    const { page, open } = await stage.visit({ locale: 'zh-CN' })
    await open('/')
    await page.getByRole('link', { name: '易碎', exact: true }).first().click()
    await page.getByText('insufficient_points').first().waitFor()
    const { items } = await stage.api<{ items: { id: string }[] }>('/api/v1/contacts?q=Ada')
    await stage.api('/api/v1/points', { contact_id: items[0]?.id, delta: 50, reason: 'mended' })
    await page.getByRole('button', { name: '重试失败步骤' }).click()
    await page.getByRole('status').waitFor()
    await stage.api('/dev/idle')
    await page.reload()
    await page.locator('.sub').getByText('已完成').waitFor()
  }, 60_000)

  it('decides an approval, and the run goes on', async () => {
    const { page, open } = await stage.visit()
    await open('/tasks')
    await page.getByRole('link', { name: 'Give Ada a gift?' }).click()
    await page.getByLabel('Note').fill('well deserved')
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('status').getByText('Decided').waitFor()
    await stage.api('/dev/idle')
    const { items } = await stage.api<{ items: { tags: string[] }[] }>('/api/v1/contacts?q=Ada')
    expect(items[0]?.tags).toEqual(['gifted'])
  }, 60_000)
})

async function write(page: Awaited<ReturnType<Stage['visit']>>['page'], text: string): Promise<void> {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}
