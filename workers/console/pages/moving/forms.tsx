import type { Child } from 'hono/jsx'
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'

const say = words({
  contacts: ['Bring members in', '导入成员'],
  contactsSub: ['A file of members from elsewhere, of any size. Nobody comes in twice: by id, e-mail or phone number. Nobody is written to because of it.', '来自其他系统的成员文件，大小不限。按 ID、邮箱或手机号去重；导入不会给任何人发消息。'],
  file: ['File', '文件'],
  fileHint: ['CSV with a first line of names, or NDJSON. Columns: external_id, name, email, phone, tags, locale, timezone, joined_at, traits.…', '首行为列名的 CSV，或 NDJSON。列名：external_id、name、email、phone、tags、locale、timezone、joined_at、traits.…'],
  format: ['Format', '格式'],
  byName: ['as the file’s name says', '按文件名'],
  channel: ['Channel that the ids belong to', 'ID 所属渠道'],
  noChannel: ['none: they are known from nowhere yet', '无：不属于任何渠道'],
  map: ['Columns that are called otherwise', '列名对应'],
  mapHint: ['One a line: “Nummer = external_id”', '每行一个：“编号 = external_id”'],
  import: ['Import', '导入'],
  broken: ['The connection broke off. Send it again: what was taken is not taken twice.', '连接中断，请重新上传：已导入的不会重复。'],
  members: ['Take members along', '导出成员'],
  membersSub: ['All members or those of a segment as CSV for a spreadsheet; or everything that is kept about one member, as they may ask of you.', '以 CSV 导出全部成员或某个分群；或导出某位成员的全部数据（应其要求提供）。'],
  segment: ['Only whom this holds for', '仅限满足条件的成员'],
  segmentHint: ['CEL over contact, such as contact.points > 100; empty: everybody.', '针对 contact 的 CEL，例如 contact.points > 100；留空为全部。'],
  csv: ['Download as CSV', '下载 CSV'],
  one: ['One member', '单个成员'],
  oneHint: ['Name, e-mail, phone number or id.', '姓名、邮箱、手机号或 ID。'],
  json: ['Download as JSON', '下载 JSON'],
  whole: ['Take the whole product along', '导出整个系统'],
  wholeSub: ['Everything as one file, a line a row: members, history, points, workflows, settings. Each member is as at one instant. It is a backup, and what another product is made of.', '全部内容导出为一个文件，每行一条：成员、历史、积分、工作流与设置。可用作备份，也可用于重建系统。'],
  warn: ['The file holds personal data of every member. Keep it where only those may read it who must.', '文件包含所有成员的个人数据，请妥善保管，仅限必要人员读取。'],
  only: ['What', '内容'],
  all: ['everything', '全部'],
  definitions: ['only what decides: workflows, settings, texts; nothing of members', '仅规则：工作流、设置与文案，不含成员'],
  secrets: ['Secrets', '机密值'],
  sealed: ['sealed: good under the same MASTER_KEY only', '密封：仅在相同 MASTER_KEY 下可用'],
  omitted: ['left out, and keys too', '不包含，密钥也不包含'],
  download: ['Download', '下载'],
  restore: ['Take over another product', '从导出文件恢复'],
  restoreSub: ['Makes this product what the file says. Only an empty product can: one without members, workflows and channels.', '使本系统与文件内容一致。仅限空系统：没有成员、工作流和渠道。'],
  restoreWarn: ['Until the last line is there nothing is carried out. If it breaks off, send the same file again. Keys of the file hold from then on; switch the other product off before, or members hear from both.', '在最后一行到达之前不会执行任何操作；若中断，请重新上传同一文件。之后以文件中的密钥为准；请先停用原系统，否则成员会收到两份消息。'],
  sure: ['Take everything over from this file?', '确定从此文件恢复全部内容？'],
  takeOver: ['Take over', '恢复'],
}) // biome-ignore format: one list, read at a glance

type Given = { visit: Visit }

export function ContactsForm({ visit, channels }: Given & { channels: readonly { id: string; name: string }[] }) {
  const w = say(visit.locale)
  return (
    <Section visit={visit} title={w.contacts} sub={w.contactsSub}>
      <form
        method="post"
        action="/settings/moving/import"
        enctype="multipart/form-data"
        data-upload="pieces"
        data-broken={w.broken}
      >
        <Csrf visit={visit} />
        <FileField visit={visit} id="contacts-file" accept=".csv,.ndjson,.jsonl,.txt" hint={w.fileHint} />
        <SelectField
          visit={visit}
          name="channel"
          label={w.channel}
          none={w.noChannel}
          choices={channels.map(({ id, name }) => [id, name])}
        />
        <details>
          <summary>{w.map}</summary>
          <SelectField
            visit={visit}
            name="format"
            label={w.format}
            none={w.byName}
            choices={[
              ['csv', 'CSV'],
              ['ndjson', 'NDJSON'],
            ]}
          />
          <AreaField visit={visit} name="map" label={w.map} hint={w.mapHint} maxlength={10_000} />
        </details>
        <Progress visit={visit} />
        <button type="submit" class="first">
          {w.import}
        </button>
      </form>
    </Section>
  )
}

export function MemberForm({ visit }: Given) {
  const w = say(visit.locale)
  return (
    <Section visit={visit} title={w.members} sub={w.membersSub}>
      <form method="get" action="/settings/moving/contacts" data-downloads>
        <TextField visit={visit} name="segment" label={w.segment} hint={w.segmentHint} maxlength={4096} />
        <button type="submit">{w.csv}</button>
      </form>
      <hr />
      <form method="get" action="/settings/moving/member" data-downloads>
        <TextField visit={visit} name="member" label={w.one} hint={w.oneHint} required maxlength={320} />
        <button type="submit">{w.json}</button>
      </form>
    </Section>
  )
}

export function ExportForm({ visit }: Given) {
  const w = say(visit.locale)
  return (
    <Section visit={visit} title={w.whole} sub={w.wholeSub}>
      <form method="get" action="/settings/moving/export" data-downloads>
        <p class="flash warn">{w.warn}</p>
        <SelectField
          visit={visit}
          name="only"
          label={w.only}
          required
          choices={[
            ['all', w.all],
            ['definitions', w.definitions],
          ]}
        />
        <SelectField
          visit={visit}
          name="secrets"
          label={w.secrets}
          required
          choices={[
            ['sealed', w.sealed],
            ['omitted', w.omitted],
          ]}
        />
        <button type="submit" disabled={visit.caller.role !== 'admin'}>
          {w.download}
        </button>
      </form>
    </Section>
  )
}

export function RestoreForm({ visit }: Given) {
  const w = say(visit.locale)
  return (
    <Section visit={visit} title={w.restore} sub={w.restoreSub}>
      <form
        method="post"
        action="/settings/moving/restore"
        enctype="multipart/form-data"
        data-upload="stream"
        data-broken={w.broken}
        data-confirm={w.sure}
      >
        <Csrf visit={visit} />
        <p class="flash warn">{w.restoreWarn}</p>
        <FileField visit={visit} id="restore-file" accept=".ndjson" />
        <Progress visit={visit} />
        <button type="submit" class="danger" disabled={visit.caller.role !== 'admin'}>
          {w.takeOver}
        </button>
      </form>
    </Section>
  )
}

function Section({ title, sub, children }: Given & { title: string; sub: string; children: Child }) {
  return (
    <section class="card section">
      <header>
        <h2>{title}</h2>
        <p class="quiet">{sub}</p>
      </header>
      <div>{children}</div>
    </section>
  )
}

function FileField({ visit, id, accept, hint }: Given & { id: string; accept: string; hint?: string }) {
  return (
    <div class="field">
      <label for={id}>{say(visit.locale).file}</label>
      <input
        id={id}
        name="file"
        type="file"
        accept={accept}
        required
        {...(hint && { 'aria-describedby': `${id}-hint` })}
      />
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}

/** Filled in by the script that sends the file. */
function Progress({ visit }: Given) {
  return (
    <>
      <progress value={0} max={1} hidden aria-label={say(visit.locale).file} />
      <output class="wrong" />
    </>
  )
}
