import { expect, it } from 'vitest'
import { SETTINGS_DEFAULT, Settings } from '../../../schema/settings.ts'
import { GROUPS } from '../../../workers/console/pages/settings/groups.ts'
import { LABELS } from '../../../workers/console/pages/settings/labels.ts'
import { entryOf, type FormSchema, kindOf, withoutNull } from '../../../workers/console/parts/schema-kinds.ts'
import { jsonSchema } from '../../../workers/json-schema.ts'

/** Every place at which somebody can settle something, as labels name it. */
function placesOf(written: FormSchema, place: string): string[] {
  const schema = withoutNull(written)
  switch (kindOf(schema)) {
    case 'object':
      return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => placesOf(inner, `${place}.${name}`))
    case 'rows':
      return [place, ...placesOf(schema.items ?? {}, place)]
    case 'map':
      return [place, ...placesOf(entryOf(schema), `${place}.*`)]
    case 'json':
      return [`${place} as JSON`]
    default:
      return [place]
  }
}

it('shows every section of the settings on one page, and only once', () => {
  const shown = GROUPS.flatMap(({ sections }) => sections.map(({ name }) => name))
  expect([...shown].sort()).toEqual(Object.keys(SETTINGS_DEFAULT).sort())
})

it('has a field and plain words in both languages for every setting, and asks for none as JSON', () => {
  const { properties = {} } = jsonSchema(Settings) as FormSchema
  const places = Object.entries(properties).flatMap(([name, schema]) => placesOf(schema, name))
  const plain = places.map((place) => place.replace(/\.\d+(?=\.|$)/g, ''))
  expect(plain.filter((place) => !LABELS[place]?.every((text) => text !== ''))).toEqual([])
  expect(JSON.stringify(LABELS)).not.toContain('undefined')
})
