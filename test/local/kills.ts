/**
 * What `npm start` promises about processes, tried with real kills: `node test/local/kills.ts`.
 * Not part of `npm test`, because it takes a minute and a port of its own.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'

const port = Number(process.env.PORT || 8797)
const stateDir = join(root, '.wrangler', 'kills')
/** A start takes seconds, and on a machine with much else to do many. */
const READY_MAX_MS = 120_000
const node = [process.execPath, 'workers/local/start.ts']
const npm = ['npm', 'start']
const key = { authorization: 'Bearer dev-admin-key' }

type Started = { child: ChildProcess; output: () => string; exit: Promise<number | null> }

const cases: [string, () => Promise<void>][] = [
  ['SIGTERM ends it cleanly', endsCleanly((child) => child.kill('SIGTERM'))],
  ['Ctrl-C, which reaches every process of the group, ends it cleanly', endsCleanly(interruptGroup)],
  ['SIGTERM during the start ends it', endsWhileStarting],
  ['kill -9 of npm takes everything with it', dies(npm, (started) => started.child.pid)],
  [
    'kill -9 of the shell between npm and node takes everything with it',
    dies(npm, (started) => below(started, 'sh -c')),
  ],
  ['kill -9 of node takes workerd with it', dies(npm, (started) => below(started, 'start.ts'))],
  ['kill -9 of workerd ends node with 1 and a sentence', workerdDies],
  ['what was accepted before kill -9 is there after an immediate restart', keepsData],
  ['the shell it was started from may exit', outlivesItsShell(`"${node[0]}" ${node[1]} &`)],
  ['the shell npm was started from may exit', outlivesItsShell('nohup npm start >/dev/null 2>&1 &')],
  ['a busy port is refused with a clear sentence', refuses({ PORT: String(port) }, /port \d+ is in use|works on/)],
  ['a second one on the same state is refused', refuses({ PORT: String(port + 1) }, /another Qunflow works on/)],
]

let failed = 0
const groups: number[] = []
rmSync(stateDir, { recursive: true, force: true })
for (const [guarantee, attempt] of cases) {
  const problem = await attempt().then(
    () => '',
    (error: Error) => error.message,
  )
  if (problem) failed++
  while (groups.length > 0) killGroup(groups.pop())
  console.log(`${problem ? 'FAILED' : 'passed'}  ${guarantee}${problem && `: ${problem}`}`)
}
rmSync(stateDir, { recursive: true, force: true })
console.log(`${cases.length - failed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

function endsCleanly(end: (child: ChildProcess) => void) {
  return async () => {
    const started = await startReady(node)
    end(started.child)
    expect(await started.exit, 0, 'exit code')
    await expectNothingLeft()
  }
}

function interruptGroup(child: ChildProcess): void {
  if (child.pid) process.kill(-child.pid, 'SIGINT')
}

async function endsWhileStarting(): Promise<void> {
  const started = start(node)
  await sleep(1_500)
  started.child.kill('SIGTERM')
  expect(await started.exit, 0, 'exit code')
  await expectNothingLeft()
}

function dies(command: string[], victim: (started: Started) => number | undefined) {
  return async () => {
    const started = await startReady(command)
    kill9(victim(started))
    await expectNothingLeft()
  }
}

async function workerdDies(): Promise<void> {
  const started = await startReady(node)
  kill9(below(started, 'workerd serve'))
  expect(await started.exit, 1, 'exit code')
  if (!/workerd.*has died/.test(started.output())) throw new Error(`said: ${started.output()}`)
  await expectNothingLeft()
}

async function keepsData(): Promise<void> {
  const victims = [
    (s: Started) => s.child.pid,
    (s: Started) => below(s, 'start.ts'),
    (s: Started) => below(s, 'workerd serve'),
  ]
  for (const [index, victim] of victims.entries()) {
    const started = await startReady(npm)
    expect(await countEvents(), index, 'events kept so far')
    await postEvent(`kill-${Date.now()}`)
    kill9(victim(started))
  }
  const last = await startReady(node)
  expect(await countEvents(), victims.length, 'events kept')
  last.child.kill('SIGTERM')
  await expectNothingLeft()
}

function outlivesItsShell(line: string) {
  return async () => {
    const shell = spawn('sh', ['-c', line], { cwd: root, env: environment(), stdio: 'ignore', detached: true })
    await once(shell, 'exit')
    await ready()
    await sleep(1_000)
    if (!(await answers())) throw new Error('it went with the shell')
    const survivor = processes().find(({ args }) => args.includes('start.ts') && !args.startsWith('sh '))
    if (survivor) process.kill(survivor.pid, 'SIGTERM')
    await expectNothingLeft()
  }
}

function refuses(env: Record<string, string>, sentence: RegExp) {
  return async () => {
    const first = await startReady(node)
    const second = start(node, env)
    expect(await second.exit, 1, 'exit code of the second')
    if (!sentence.test(second.output())) throw new Error(`said: ${second.output()}`)
    if (!(await answers())) throw new Error('the first one is gone')
    first.child.kill('SIGTERM')
    await first.exit
  }
}

function start([program = '', ...args]: string[], env: Record<string, string> = {}): Started {
  const child = spawn(program, args, { cwd: root, env: { ...environment(), ...env }, detached: true })
  if (child.pid) groups.push(child.pid)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exit = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null))
  return { child, output: () => output, exit }
}

async function startReady(command: string[]): Promise<Started> {
  const started = start(command)
  const failure = started.exit.then((code) => Promise.reject(new Error(`ended with ${code}: ${started.output()}`)))
  failure.catch(() => {})
  await Promise.race([ready(() => started.output().includes('Qunflow runs')), failure])
  return started
}

/** As from a fresh terminal, even when this runs under npm itself. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))
  return { ...Object.fromEntries(own), PORT: String(port), STATE_DIR: stateDir }
}

async function ready(said = () => true): Promise<void> {
  for (const until = performance.now() + READY_MAX_MS; performance.now() < until; await sleep(100)) {
    if (said() && (await answers())) return
  }
  throw new Error('it did not become ready')
}

async function answers(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ready`).then(
    (answer) => answer.ok,
    () => false,
  )
}

async function postEvent(id: string): Promise<void> {
  const event = { specversion: '1.0', id, source: '/kills', type: 'custom.kill', subject: 'kim', data: {} }
  const headers = { ...key, 'content-type': 'application/cloudevents+json' }
  const answer = await fetch(`http://127.0.0.1:${port}/events`, {
    method: 'POST',
    headers,
    body: JSON.stringify(event),
  })
  expect(answer.status, 202, 'answer to POST /events')
}

async function countEvents(): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/events?type=custom.kill`, { headers: key })
  expect(answer.status, 200, 'answer to GET /api/v1/events')
  const page = (await answer.json()) as { items: unknown[] }
  return page.items.length
}

/** Everything that works on this script's state or port: found by its own marks, so nothing else is touched. */
function processes(): { pid: number; parent: number; args: string }[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n')
  const all = table.map((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), args: args.join(' ') }
  })
  const workerd = all.filter(({ args }) => args.includes(`=127.0.0.1:${port} `))
  const owners = new Set(workerd.map(({ parent }) => parent))
  return all.filter(
    ({ pid, args }) => (owners.has(pid) && args.includes('start.ts')) || workerd.some((w) => w.pid === pid),
  )
}

function below(started: Started, mark: string): number | undefined {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n')
  const family = new Set([started.child.pid])
  for (const line of table) {
    const [pid, parent, ...args] = line.trim().split(/\s+/)
    if (!family.has(Number(parent))) continue
    family.add(Number(pid))
    if (args.join(' ').includes(mark) && (mark === 'sh -c' || args[0] !== 'sh')) return Number(pid)
  }
  return undefined
}

function kill9(pid: number | undefined): void {
  if (!pid) throw new Error('found no such process to kill')
  process.kill(pid, 'SIGKILL')
}

/** What a failed case left behind must not spoil the next one. */
function killGroup(leader: number | undefined): void {
  try {
    if (leader) process.kill(-leader, 'SIGKILL')
  } catch {
    // Nothing is left of it, as it should be.
  }
}

async function expectNothingLeft(): Promise<void> {
  for (const until = performance.now() + 4_000; performance.now() < until; await sleep(50)) {
    if (!(await answers()) && processes().length === 0) return
  }
  throw new Error(`still there: ${JSON.stringify(processes())}`)
}

function expect(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`)
}
