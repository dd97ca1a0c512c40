import type { Words } from '../kind.ts'

/** Google Forms calls nobody by itself. This does, signed as Standard Webhooks; Apps Script's bytes are signed ones. */
const SCRIPT = `const ADDRESS = 'https://YOUR-HOST/hooks/CHANNEL'

function onSubmit(e) {
  const response = e.response
  const form = e.source
  const answers = {}
  response.getItemResponses().forEach(function (item) {
    const value = item.getResponse()
    const isFile = String(item.getItem().getType()) === 'FILE_UPLOAD'
    answers[item.getItem().getTitle()] = isFile
      ? value.map(function (id) { return 'https://drive.google.com/open?id=' + id })
      : value
  })
  const body = JSON.stringify({
    formId: form.getId(),
    formName: form.getTitle(),
    responseId: response.getId(),
    submittedAt: response.getTimestamp().toISOString(),
    respondentEmail: response.getRespondentEmail(),
    answers: answers,
  })
  const id = response.getId()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const secret = PropertiesService.getScriptProperties().getProperty('SECRET')
  const key = Utilities.base64Decode(secret.replace(/^whsec_/, ''))
  const content = Utilities.newBlob(id + '.' + timestamp + '.' + body).getBytes()
  const signature = Utilities.base64Encode(Utilities.computeHmacSha256Signature(content, key))
  for (let attempt = 0; attempt < 4; attempt++) {
    const answer = UrlFetchApp.fetch(ADDRESS, {
      method: 'post',
      contentType: 'application/json',
      payload: body,
      headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': 'v1,' + signature },
      muteHttpExceptions: true,
    })
    if (answer.getResponseCode() < 500) return
    Utilities.sleep(Math.pow(3, attempt) * 1000)
  }
  throw new Error('Qunflow could not be reached')
}

function install() {
  ScriptApp.newTrigger('onSubmit').forForm(FormApp.getActiveForm()).onFormSubmit().create()
}`

export const guide: Words = {
  en: `Google Forms has no webhooks; a script in the form sends them.

1. Make a secret, \`echo whsec_$(openssl rand -base64 24)\`, and save it here.
2. In the form open **⋮ → Apps Script**, replace what is there with this script, and put the address below into its first line:

\`\`\`js
${SCRIPT}
\`\`\`

3. **Project Settings → Script properties**: add \`SECRET\` with the secret.
4. Choose the function \`install\`, **Run** it once and grant what it asks for.

To know who answers, let the form collect e-mail addresses, or map a question in **Fields**, such as \`body.answers["Member number"]\`. A response that is edited later keeps its id and does not count again.`,
  'zh-CN': `Google 表单没有 webhook，由表单里的脚本发送。

1. 生成密钥 \`echo whsec_$(openssl rand -base64 24)\` 并保存在这里。
2. 在表单中打开 **⋮ → Apps Script**，用下面的脚本替换原有内容，并把下方网址填入第一行：

\`\`\`js
${SCRIPT}
\`\`\`

3. **项目设置 → 脚本属性**：添加 \`SECRET\`，值为该密钥。
4. 选择函数 \`install\`，**运行**一次并授予所需权限。

要知道是谁填写的：让表单收集邮箱地址，或在 **字段映射** 中指定某个问题，如 \`body.answers["会员号"]\`。之后修改的回复保持原 id，不会再算一次。`,
}
