import { Hono } from 'hono'
import { Settings } from '../../../../schema/settings.ts'
import { jsonSchema } from '../../../json-schema.ts'
import type { List, Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { SchemaField, SchemaForm, type SchemaGiven } from '../../parts/schema-form.tsx'
import { type FormSchema, kindOf } from '../../parts/schema-kinds.ts'
import { readSchemaField } from '../../parts/schema-read.ts'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'
import { CHOICES } from './choices.ts'
import { GROUPS, type Group } from './groups.ts'
import { LABELS } from './labels.ts'

const say = words({
  settings: ['Settings', '设置'],
  save: ['Save', '保存'],
  saved: ['Kept. It holds from now on.', '已保存，立即生效。'],
  may: ['Only admins change settings.', '只有管理员可以更改设置。'],
})

type Section = Group['sections'][number]

/** The settings of one kind: a form for each section, drawn from its shape; each is kept by itself. */
export const group = new Hono<Site>()
  .get('/settings/:group', async (c, next) => {
    const found = groupOf(c.req.param('group'))
    return found ? page(c, found) : next()
  })
  .post('/settings/:group', async (c, next) => {
    const found = groupOf(c.req.param('group'))
    if (!found) return next()
    const { visit } = c.var
    const form = await formOf(c)
    const section = found.sections.find(({ name }) => name === form.text('section'))
    if (!section) return refusal(c, { kind: 'refused', status: 404, detail: '', errors: [] })
    const written = readSchemaField(form, schemaOf(section), section.name) ?? {}
    const kept = await visit.api.send<Settings>('PUT', '/settings', { [section.name]: written })
    return kept.kind === 'refused'
      ? page(c, found, { section, written, refused: kept })
      : done(c, `/settings/${found.id}#${section.name}`, say(visit.locale).saved)
  })

function groupOf(id: string): Group | undefined {
  return GROUPS.find((one) => one.id === id)
}

function schemaOf({ name }: Section): FormSchema {
  return (jsonSchema(Settings) as FormSchema).properties?.[name] ?? {}
}

type Failed = { section: Section; written: unknown; refused: Refused }

async function page(c: Page, shown: Group, failed?: Failed): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const i = visit.locale === 'zh-CN' ? 1 : 0
  const [found, suggestions] = await Promise.all([visit.api.get<Settings>('/settings'), suggestionsFor(visit, shown)])
  if (found.kind === 'refused') return refusal(c, found)
  return show(
    c,
    {
      title: shown.title[i],
      sub: shown.sub[i],
      crumbs: [{ title: w.settings, path: '/settings' }],
      children: (
        <>
          {visit.caller.role !== 'admin' && <p class="flash note">{w.may}</p>}
          {shown.sections.map((section) => (
            <SectionForm
              visit={visit}
              section={section}
              suggestions={suggestions}
              {...(failed?.section === section
                ? { value: failed.written, refused: failed.refused }
                : { value: found.body[section.name] })}
            />
          ))}
        </>
      ),
    },
    failed ? 400 : 200,
  )
}

/** What there is already and a section may name. */
async function suggestionsFor({ api }: Visit, { id }: Group): Promise<Record<string, readonly string[]>> {
  if (id === 'community') return { locale: ['en', 'zh-CN'], timezone: Intl.supportedValuesOf('timeZone') }
  if (id !== 'alerts' && id !== 'answers') return {}
  const idsOf = async (path: string): Promise<string[]> => {
    const listed = await api.get<List<{ id?: string; name: string }>>(path, { limit: 100 })
    return listed.kind === 'ok' ? listed.body.items.map((one) => one.id ?? one.name) : []
  }
  const [channels, rotas, secrets] = await Promise.all([idsOf('/channels'), idsOf('/rotas'), idsOf('/secrets')])
  return {
    ...{ 'alerts.rota': rotas, 'alerts.levels.rota': rotas, 'alerts.levels.channel': channels },
    ...{ 'report.channel': channels, 'ai.secret': secrets },
  }
}

type Shown = {
  visit: Visit
  section: Section
  value: unknown
  refused?: Refused
  suggestions: Record<string, readonly string[]>
}

function SectionForm({ visit, section, value, refused, suggestions }: Shown) {
  const w = say(visit.locale)
  const i = visit.locale === 'zh-CN' ? 1 : 0
  const { name } = section
  const schema = schemaOf(section)
  const given: SchemaGiven = {
    ...{
      visit,
      schema,
      labels: LABELS,
      choices: CHOICES,
      tellsDefaults: true,
      suggestions,
      wrong: wrongIn(visit, refused),
    },
    ...{ prefix: '', values: { [name]: value } },
  }
  return (
    <form class="card section" id={name} method="post">
      <Csrf visit={visit} />
      <input type="hidden" name="section" value={name} />
      <header>
        <h2>{section.title[i]}</h2>
        <p class="quiet">{section.sub[i]}</p>
      </header>
      <div>
        <Problems visit={visit} refused={refused} />
        {kindOf(schema) === 'object' ? (
          <SchemaForm
            {...given}
            prefix={`${name}.`}
            place={`${name}.`}
            values={(value ?? {}) as Record<string, unknown>}
          />
        ) : (
          <SchemaField given={given} name={name} schema={schema} isRequired={false} />
        )}
        <button type="submit" class="first" disabled={visit.caller.role !== 'admin'}>
          {w.save}
        </button>
      </div>
    </form>
  )
}
