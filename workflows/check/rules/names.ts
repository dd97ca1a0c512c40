import { WEEKDAYS_CALENDAR } from '../../../schema/calendar.ts'
import type { WaitShape } from '../../../schema/step.ts'
import { suggest } from '../../language/expressions/suggest.ts'
import { at, error, type Finding, type Subject, warning } from '../finding.ts'
import { placeOf } from '../place.ts'
import type { Path } from '../problem.ts'

/** Names of things outside: texts, channels, workflows. What the caller does not list is not asked, but texts are. */
export function names(subject: Subject): Finding[] {
  return [...channels(subject), ...actions(subject), ...texts(subject), ...segments(subject)]
}

/** Segments are asked for by name inside expressions. */
function segments({ readings, known }: Subject): Finding[] {
  return readings.flatMap(({ kind, source, path }) => {
    if (kind !== 'expression') return []
    return [...source.matchAll(SEGMENT)].flatMap(({ 1: name, index }) =>
      unknownName('segment', name, known.segments, path).map((found) => at(placeOf(source, index), found)),
    )
  })
}

const SEGMENT = /(?<![\w.])segment\(\s*["']([^"'\\]*)["']\s*\)/g

function channels({ definition, known }: Subject): Finding[] {
  return definition.triggers.flatMap((trigger, i) =>
    'channel' in trigger ? unknownName('channel', trigger.channel, known.channels, ['triggers', i, 'channel']) : [],
  )
}

function actions({ definition, known, steps }: Subject): Finding[] {
  const own = Object.keys(definition.texts)
  const workflows = known.workflows && [definition.id, ...known.workflows]
  return steps.flatMap(({ step, path }) => {
    if ('call' in step) return unknownName('workflow', step.call.workflow, workflows, [...path, 'call', 'workflow'])
    if ('wait' in step) return calendar(step.wait, known.calendars, [...path, 'wait', 'workdays'])
    if (!('do' in step)) return []
    const given = (name: string): Path => [...path, 'with', name]
    return [
      ...wording(step.do, step.with, path),
      ...unknownText(step.with.template, own, known.texts, given('template')),
      ...(step.do.startsWith('message.')
        ? unknownName('channel', step.with.channel, known.channels, given('channel'))
        : []),
      ...(step.do.startsWith('workflow.')
        ? unknownName('workflow', step.with.workflow, workflows, given('workflow'))
        : []),
    ]
  })
}

/** Texts inside texts: `{{t "name"}}`. */
function texts({ definition, known, readings }: Subject): Finding[] {
  const own = Object.keys(definition.texts)
  return readings.flatMap((reading) =>
    reading.kind === 'template'
      ? reading.says.flatMap((said) =>
          unknownText(said.name, own, known.texts, reading.path).map((found) => at(said, found)),
        )
      : [],
  )
}

/** The calendar of working days is always there. */
function calendar(wait: WaitShape, known: Iterable<string> | undefined, path: Path): Finding[] {
  if (typeof wait === 'string' || !('workdays' in wait)) return []
  return unknownName('calendar', wait.workdays, known && [WEEKDAYS_CALENDAR, ...known], path)
}

const WORDED: ReadonlySet<string> = new Set(['message.send', 'message.post', 'message.digest'])

function wording(action: string, given: Record<string, unknown>, path: Path): Finding[] {
  if (!WORDED.has(action)) return []
  const both = given.text !== undefined && given.template !== undefined
  const neither = given.text === undefined && given.template === undefined
  if (!both && !neither) return []
  return [
    error(
      [...path, 'with'],
      both ? 'either `text` or `template`, not both' : `\`${action}\` needs \`text\` or \`template\``,
    ),
  ]
}

function unknownText(
  name: unknown,
  own: readonly string[],
  shared: Iterable<string> | undefined,
  path: Path,
): Finding[] {
  if (!isName(name) || own.includes(name)) return []
  const all = [...own, ...(shared ?? [])]
  if (shared && all.includes(name)) return []
  const near = suggest(name, all)
  const hint = near ? `did you mean \`${near}\`?` : undefined
  if (shared) return [error(path, `there is no text \`${name}\``, hint)]
  return [warning(path, `\`${name}\` is none of this workflow's texts`, hint ?? 'it must be in the shared library')]
}

function unknownName(what: string, name: unknown, known: Iterable<string> | undefined, path: Path): Finding[] {
  if (!known || !isName(name)) return []
  const all = [...known]
  if (all.includes(name)) return []
  const near = suggest(name, all)
  return [error(path, `there is no ${what} \`${name}\``, near ? `did you mean \`${near}\`?` : undefined)]
}

/** A template or an expression is known only when it runs. */
function isName(name: unknown): name is string {
  return typeof name === 'string' && !name.includes('{{')
}
