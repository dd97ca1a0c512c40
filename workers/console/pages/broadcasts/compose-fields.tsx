import type { Child } from 'hono/jsx'
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx'
import type { Choice } from '../../parts/tabs.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'
import { segmentChoices, type segmentsOf } from './audience.tsx'
import { LOCALES, type Written } from './form-body.ts'
import { sayBroadcast } from './words.ts'

const say = words({
  message: ['The message', '消息内容'],
  messageSub: [
    'Each member reads it in their language. {{contact.name}} becomes their name.',
    '每位成员看到自己语言的版本。{{contact.name}} 会替换成成员的名字。',
  ],
  en: ['English', '英文'],
  zh: ['Chinese', '中文'],
  text: ['Text', '正文'],
  more: ['Button and picture', '按钮与图片'],
  button: ['Words on the button', '按钮文字'],
  link: ['Where it leads', '按钮链接'],
  image: ['Address of a picture', '图片地址'],
  example: ['Hello {{contact.name}}, …', '{{contact.name}}，你好！……'],
  for: ['Who gets it', '发给谁'],
  all: ['Everybody who can be reached', '所有能联系到的成员'],
  condition: ['Members for whom this holds', '符合以下条件的成员'],
  conditionHint: [
    'A condition such as contact.points > 100, or "vip" in contact.tags',
    '条件表达式，例如 contact.points > 100 或 "vip" in contact.tags',
  ],
  people: ['These members', '指定成员'],
  peopleHint: ['Their ids, one a line', '成员 ID，每行一个'],
  rooms: ['Groups', '群'],
  roomsHint: ['One a line: the channel, and the id of the group', '每行一个：渠道标识和群 ID'],
  when: ['When', '什么时候发'],
  now: ['As soon as it is approved', '审批通过后立即'],
  at: ['At a set time', '指定时间'],
  local: ['At that time on the clock of each member', '各成员当地的这个时间'],
  best: ['In the hour in which each is most active', '每位成员最活跃的时段'],
  time: ['Day and time', '日期与时间'],
  timeHint: ['On the clocks of {zone}', '按 {zone} 的时间'],
  late: ['Members for whom that is over already', '当地时间已过的成员'],
  send: ['get it at once', '立即发送'],
  skip: ['do not get it', '不发送'],
  theme: ['Theme of the day', '当日主题'],
  themeHint: ['Shown in the calendar, for example “Member’s Monday”', '显示在内容日历中，例如“会员星期一”'],
  channel: ['Channel', '渠道'],
  anyChannel: ['Where each is best reached', '各成员最方便的渠道'],
  priority: ['Priority, −100 to 100', '优先级，−100 到 100'],
  fine: ['Fine points', '更多选项'],
  name: ['Name, for you and your team', '名称（仅团队可见）'],
})

type Given = { visit: Visit; written: Written; wrong: ReadonlyMap<string, string> }

export function HeadFields({ visit, written, wrong }: Given) {
  const w = say(visit.locale)
  return (
    <section class="card">
      <TextField
        visit={visit}
        name="name"
        label={w.name}
        value={written.name}
        wrong={wrong.get('name')}
        required
        maxlength={200}
      />
      <TextField visit={visit} name="theme" label={w.theme} hint={w.themeHint} value={written.theme} maxlength={200} />
    </section>
  )
}

/** The reader's language comes first. */
export function ContentFields({ visit, written, wrong }: Given) {
  const w = say(visit.locale)
  const order = visit.locale === 'zh-CN' ? LOCALES : [...LOCALES].reverse()
  return (
    <section class="card">
      <h2>{w.message}</h2>
      <p class="quiet">{w.messageSub}</p>
      <input type="hidden" name="content" value={written.content ?? ''} />
      <div class="grid">
        {order.map((locale) => {
          const of = (name: string) => ({ visit, name: `${name}:${locale}`, value: written[`${name}:${locale}`] })
          const at = (path: string) => wrong.get(`content.${locale}.${path}`)
          return (
            <fieldset>
              <legend>{locale === 'en' ? w.en : w.zh}</legend>
              <AreaField
                {...of('text')}
                label={w.text}
                rows={6}
                placeholder={w.example}
                wrong={
                  at('text') ??
                  wrong.get(`content.${locale}`) ??
                  (locale === order[0] ? wrong.get('content') : undefined)
                }
              />
              <details open={Boolean(written[`button:${locale}`] || written[`image:${locale}`])}>
                <summary>{w.more}</summary>
                <TextField {...of('button')} label={w.button} wrong={at('buttons.0.text') ?? at('buttons.0')} />
                <TextField {...of('link')} label={w.link} placeholder="https://" wrong={at('buttons.0.url')} />
                <TextField
                  {...of('image')}
                  label={w.image}
                  placeholder="https://"
                  wrong={at('image.url') ?? at('image')}
                />
              </details>
            </fieldset>
          )
        })}
      </div>
    </section>
  )
}

type Segments = Awaited<ReturnType<typeof segmentsOf>>

export function AudienceFields({
  visit,
  written,
  wrong,
  segments,
  children,
}: Given & { segments: Segments; children?: Child }) {
  const w = { ...sayBroadcast(visit.locale), ...say(visit.locale) }
  const whom = written.whom ?? 'all'
  const inSegment = whom === 'segment' ? wrong.get('audience.segment') : undefined
  return (
    <section class="card">
      <h2>{w.for}</h2>
      <Radios name="whom" label={w.for} value={whom} choices={whomChoices(visit, segments.length > 0)} />
      <div class="depends">
        {segments.length > 0 && (
          <div data-when="whom=segment">
            <SelectField
              visit={visit}
              name="segment"
              label={w.segment}
              choices={segmentChoices(visit, segments)}
              value={written.segment}
              wrong={inSegment}
            />
          </div>
        )}
        <div data-when="whom=condition">
          <TextField
            visit={visit}
            name="condition"
            label={w.condition}
            hint={w.conditionHint}
            value={written.condition}
            wrong={whom === 'condition' ? wrong.get('audience.segment') : undefined}
          />
        </div>
        <div data-when="whom=people">
          <AreaField
            visit={visit}
            name="people"
            label={w.people}
            hint={w.peopleHint}
            value={written.people}
            wrong={wrong.get('audience.contact_ids') ?? (whom === 'people' ? wrong.get('audience') : undefined)}
          />
        </div>
        <div data-when="whom=rooms">
          <AreaField
            visit={visit}
            name="rooms"
            label={w.rooms}
            hint={w.roomsHint}
            value={written.rooms}
            wrong={wrong.get('audience.rooms') ?? (whom === 'rooms' ? wrong.get('audience') : undefined)}
          />
        </div>
      </div>
      {children}
    </section>
  )
}

function whomChoices(visit: Visit, hasSegments: boolean): Choice[] {
  const w = { ...sayBroadcast(visit.locale), ...say(visit.locale) }
  return [
    ['all', w.all],
    ...(hasSegments ? [['segment', w.segment] as const] : []),
    ['condition', w.condition],
    ['people', w.people],
    ['rooms', w.rooms],
  ]
}

export function WhenFields({ visit, written, wrong, channels }: Given & { channels: readonly Choice[] }) {
  const w = { ...sayBroadcast(visit.locale), ...say(visit.locale) }
  const kinds: Choice[] = [
    ['now', w.now],
    ['at', w.at],
    ['local', w.local],
    ['best', w.best],
  ]
  return (
    <section class="card">
      <h2>{w.when}</h2>
      <Radios name="when" label={w.when} value={written.when ?? 'now'} choices={kinds} />
      <div class="depends" data-when="when=at|local|best">
        <TextField
          visit={visit}
          name="at"
          type="datetime-local"
          label={w.time}
          hint={w.timeHint.replace('{zone}', visit.zone)}
          value={written.at}
          wrong={wrong.get('schedule.at') ?? wrong.get('schedule.local') ?? wrong.get('schedule')}
        />
        <div data-when="when=local">
          <SelectField
            visit={visit}
            name="late"
            label={w.late}
            value={written.late ?? 'send'}
            choices={[
              ['send', w.send],
              ['skip', w.skip],
            ]}
          />
        </div>
      </div>
      <SelectField
        visit={visit}
        name="category"
        label={w.categoryShort}
        required
        value={written.category ?? 'promotional'}
        choices={(['promotional', 'lifecycle', 'transactional'] as const).map((one) => [one, w[one]])}
      />
      <details open={Boolean(written.channel || written.priority)}>
        <summary>{w.fine}</summary>
        <SelectField
          visit={visit}
          name="channel"
          label={w.channel}
          choices={channels}
          value={written.channel}
          none={w.anyChannel}
          wrong={wrong.get('channel')}
        />
        <TextField
          visit={visit}
          name="priority"
          type="number"
          label={w.priority}
          value={written.priority}
          wrong={wrong.get('priority')}
        />
      </details>
    </section>
  )
}

type Choosing = { name: string; label: string; value: string; choices: readonly Choice[] }

function Radios({ name, label, value, choices }: Choosing) {
  return (
    <fieldset class="radios">
      <legend class="unseen">{label}</legend>
      {choices.map(([one, title]) => (
        <div>
          <input type="radio" id={`${name}-${one}`} name={name} value={one} checked={one === value} />
          <label for={`${name}-${one}`}>{title}</label>
        </div>
      ))}
    </fieldset>
  )
}
