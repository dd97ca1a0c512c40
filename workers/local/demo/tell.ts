import type { Client } from './client.ts'
import { disappointments, runsOf } from './expectations.ts'
import { type Facts, readFacts } from './facts.ts'
import { COLUMNS, paint, table, wrap } from './paint.ts'
import type { Provider } from './provider.ts'
import { setUp } from './set-up.ts'
import { BEGIN_MS, DAYS, type Deed, deeds, END_MS, type Stage, startOfDay, timeOf } from './story.ts'
import { type Note, timeline } from './timeline.ts'

/** Plays the story against a product whose clock is virtual, and prints it. Answers what did not come true. */
export async function tellStory(client: Client, provider: Provider): Promise<string[]> {
  await client.turnTo(BEGIN_MS)
  print(paint('bold', 'Qunflow 群流: eight days of a community, on a virtual clock'))
  print(...(await setUp(client, provider.url, BEGIN_MS)).flatMap(indented))
  print(
    `  legend     ${paint('dim', '→ in: came in, ? why: decided, and why, + did: changed, ← out: went out; times of Shanghai')}`,
  )
  const stage: Stage = { client, last: undefined }
  for (let day = 1; day <= DAYS; day++) {
    const from = startOfDay(day)
    const to = Math.min(startOfDay(day + 1), END_MS)
    const notes = await play(
      stage,
      deeds.filter((deed) => deed.day === day),
    )
    await client.turnTo(to - 1)
    print(...timeline(await readFacts(client, from), { day, from, to, notes }))
  }
  const facts = await readFacts(client, 0)
  print('', paint('bold', '── In the end · 结局 '), ...members(facts))
  return disappointments(facts, provider.arrived)
}

/** One day's deeds, each at its time. */
async function play(stage: Stage, today: readonly Deed[]): Promise<Note[]> {
  const notes: Note[] = []
  for (const deed of today) {
    const now = timeOf(deed)
    await stage.client.turnTo(now)
    const post = await deed.post(stage, now)
    const answer = await stage.client.deliver(post)
    const expected = deed.note?.expect(answer) ?? answer.status < 300
    if (!expected)
      throw new Error(
        `day ${deed.day}, ${deed.at}: ${post.path} answers ${answer.status} ${JSON.stringify(answer.body)}`,
      )
    if (deed.note) notes.push({ at: now, where: deed.note.where, text: deed.note.says })
    else stage.last = post
    await stage.client.settle(now)
  }
  return notes
}

function members(facts: Facts): string[] {
  const rows = [...facts.contacts.values()]
    .sort((a, b) => b.points - a.points)
    .map(({ id, name, identities, points, tags }) => {
      const channels = identities.map(({ channel }) => channel).join(', ')
      return [name ?? id, channels, String(points), tags.join(', '), runsOf(id, facts).join('; ')]
    })
  return table(['member', 'channel', 'points', 'tags', 'runs'], rows)
}

/** A line of the preparations, hanging under its first word. */
function indented(line: string): string[] {
  return wrap(line.slice(SET_UP_INDENT), COLUMNS - SET_UP_INDENT - 2).map(
    (text, i) => `  ${i === 0 ? line.slice(0, SET_UP_INDENT) : ' '.repeat(SET_UP_INDENT)}${text}`,
  )
}
const SET_UP_INDENT = 11

function print(...lines: string[]): void {
  for (const line of lines) console.log(line)
}
