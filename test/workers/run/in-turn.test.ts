import { expect, it } from 'vitest'
import { inTurn } from '../../../workers/run/in-turn.ts'

const soon = () => new Promise((resolve) => setTimeout(resolve, 5))
const never = () => new Promise<never>(() => {})

it('does the work for one key one after the other, in the order in which it came', async () => {
  const seen: string[] = []
  const work = (name: string, keys: string[]) =>
    inTurn({ keys }, async () => {
      seen.push(`${name} begins`)
      await soon()
      seen.push(`${name} ends`)
    })
  await Promise.all([work('a', ['1']), work('b', ['1', '2']), work('c', ['2'])])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

it('lets other keys go on meanwhile', async () => {
  const seen: string[] = []
  const work = (name: string) =>
    inTurn({ keys: [name] }, async () => {
      await soon()
      seen.push(name)
    })
  const slow = inTurn({ keys: ['slow'] }, async () => {
    for (let i = 0; i < 10; i++) await soon()
    seen.push('slow')
  })
  await Promise.all([slow, work('a'), work('b')])
  expect(seen).toEqual(['a', 'b', 'slow'])
})

it('has whoever is next do all that has gathered meanwhile, once, in order', async () => {
  const done: string[][] = []
  const bring = (what: string, keys: string[]) =>
    inTurn({ keys, brings: [what] }, async ({ joined }) => {
      done.push([what, ...joined])
      await soon()
      return what
    })
  const first = bring('first', ['1'])
  await Promise.resolve()
  const answers = await Promise.all([
    first,
    bring('second', ['1']),
    bring('elsewhere', ['3']),
    bring('third', ['1', '2']),
    bring('fourth', ['2']),
  ])
  expect(done).toEqual([['first'], ['elsewhere'], ['second', 'third', 'fourth']])
  expect(answers).toEqual(['first', 'second', 'elsewhere', undefined, undefined])
})

it('takes nothing along that would overtake somebody', async () => {
  const done: string[] = []
  const turn = (what: string, keys: string[], brings?: string[]) =>
    inTurn({ keys, brings }, async ({ joined }) => {
      done.push([what, ...joined].join(' '))
      await soon()
    })
  const first = turn('first', ['1'], ['first'])
  await Promise.resolve()
  await Promise.all([
    first,
    turn('second', ['1'], ['second']),
    turn('alone', ['1']),
    turn('third', ['1'], ['third']),
    turn('fourth', ['1'], ['fourth']),
  ])
  expect(done).toEqual(['first', 'second', 'alone', 'third fourth'])
})

it('has those whose work failed along with another do it themselves', async () => {
  const done: string[] = []
  const bring = (what: string, isBroken: boolean) =>
    inTurn({ keys: ['1'], brings: [what] }, async ({ joined }) => {
      await soon()
      if (isBroken) throw new Error('broken')
      done.push([what, ...joined].join(' '))
    })
  const first = bring('first', false)
  await Promise.resolve()
  const second = bring('second', true)
  const others = [bring('third', false), bring('fourth', false)]
  await expect(second).rejects.toThrow('broken')
  await Promise.all([first, ...others])
  expect(done).toEqual(['first', 'third fourth'])
})

it('gives up whoever never ends, and whoever is gone while it waited', async () => {
  const gone = inTurn({ keys: ['1'] }, never)
  const ended = await inTurn({ keys: ['1'], patienceMs: 20 }, async ({ waited }) => waited)
  expect(ended).toBe(true)
  expect(await inTurn({ keys: ['1'] }, async ({ waited }) => waited)).toBe(false)
  void gone
})

it('has those do it themselves whom somebody took along who never ends', async () => {
  const first = inTurn({ keys: ['1'], brings: ['first'] }, soon)
  await Promise.resolve()
  const hung = inTurn({ keys: ['1'], brings: ['hung'], patienceMs: 20 }, never)
  const taken = inTurn({ keys: ['1'], brings: ['taken'], patienceMs: 20 }, async ({ joined }) => ['itself', ...joined])
  await first
  expect(await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, 2_000, 'waits'))])).toEqual(['itself'])
  void hung
})
