import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../../workers/local/bundle.ts'

const headers = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/json' }

/** The product as a user starts it, in a process group that can be killed whole. */
export function productProcess(port: number, stateDir: string, env: Record<string, string> = {}) {
  let child: ChildProcess | undefined
  return {
    start: async () => {
      child = spawn(process.execPath, ['workers/local/start.ts'], {
        cwd: root,
        env: { ...process.env, ...env, PORT: String(port), STATE_DIR: stateDir },
        stdio: ['ignore', 'ignore', 'inherit'],
        detached: true,
      })
      await ready(port)
    },
    kill: async () => {
      const running = child
      child = undefined
      if (!running?.pid || running.exitCode !== null || running.signalCode !== null) return
      const gone = once(running, 'exit')
      process.kill(-running.pid, 'SIGKILL')
      await gone
    },
  }
}

async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error('the product did not start')
}

export async function api(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Whether the product took it. A connection that breaks is no answer. */
export async function post(url: string, body: unknown): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

/** Wait until so many runs have begun since the product started, so that a kill falls into the work; answers how many have. */
export async function untilRuns(url: string, wanted: number): Promise<number> {
  let begun = 0
  for (let waits = 0; waits < 3_000 && begun < wanted; waits++) {
    const answer = await fetch(`${url}/dev/stats`).catch(() => undefined)
    if (answer?.ok) begun = ((await answer.json()) as { runs: number }).runs
    await sleep(10)
  }
  return begun
}
