import type { Form } from '../../form.ts'
import { SelectField, TextField } from '../../parts/fields.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'

const say = words({
  title: ['Change a secret without losing anything', '无缝更换密钥'],
  sub: [
    'While the platform changes over, both hold: enter the new one and the present one, and later the new one alone.',
    '平台切换期间新旧两个都有效：请填写新值与现值，切换完成后再单独保存新值。',
  ],
  which: ['Which', '哪一个'],
  fresh: ['The new one', '新值'],
  present: ['The present one', '现值'],
  none: ['–', '–'],
})

/** For a time two values of one secret hold. */
export function Rotation({ visit, secrets }: { visit: Visit; secrets: readonly string[] }) {
  const w = say(visit.locale)
  if (secrets.length === 0) return null
  return (
    <details>
      <summary>{w.title}</summary>
      <p class="quiet">{w.sub}</p>
      <SelectField
        visit={visit}
        name="rotate"
        label={w.which}
        none={w.none}
        choices={secrets.map((one) => [one, one])}
      />
      <TextField visit={visit} name="rotate_new" type="password" label={w.fresh} />
      <TextField visit={visit} name="rotate_present" type="password" label={w.present} />
    </details>
  )
}

/** The new one first, then the one that still holds. */
export function rotated(form: Form): Record<string, string[]> {
  const [name, fresh, present] = [form.text('rotate'), form.text('rotate_new'), form.text('rotate_present')]
  return name === '' || fresh === '' ? {} : { [name]: [fresh, present].filter((one) => one !== '') }
}
