import { type ChildProcess, spawn } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'

export type Workerd = {
  pid: number
  /** Settles once the process is gone; `stopped` when `stop` was called, or is called in the same breath. */
  ended: Promise<'stopped' | 'died'>
  /** Runs the polite way out; a workerd that is still there 3 s later is killed. */
  stop: (dispose: () => Promise<void>) => Promise<void>
}

/** Miniflare keeps its child to itself; Node tells of every child a process starts. */
const children = new Set<ChildProcess>()
let guarded = false

/**
 * From now on every workerd this process starts dies with it, even by `kill -9`: a shell in a process group of its own
 * is told which are alive through a pipe, and kills those when the pipe breaks.
 */
export function guardWorkerd(): void {
  if (guarded) return
  guarded = true
  const script = 'while read -r line; do alive=$line; done; [ -z "$alive" ] || kill -9 $alive'
  const guard = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.stdin.on('error', () => {})
  guard.unref()
  const tell = () => guard.stdin.write(`${[...children].map(({ pid }) => pid).join(' ')}\n`)
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess }
    child.once('spawn', () => {
      if (!child.spawnfile.includes('workerd')) return
      children.add(child)
      tell()
    })
    child.once('exit', () => children.delete(child) && tell())
  })
}

/**
 * From now on every workerd this process starts collects its garbage every few megabytes. V8 lets a heap grow to hundreds
 * before it first collects what has grown old, and sees little of the native memory that is held behind each request.
 */
export function spareMemory(): void {
  process.env.MINIFLARE_WORKERD_V8_FLAGS ??= '--initial-old-space-size=1 --optimize-for-size'
}

/** Passes on what workerd and the Worker print, but for the remark that flags such as ours call forth at each start. */
export function print({ level, message }: { level: string; message: string }): void {
  if (message.includes('bootstrap compile cache')) return
  if (level === 'error' || level === 'warn') console.error(message)
  else console.log(message)
}

/** The workerd that serves the port. `onExit` is called the moment it is gone, before anything can restart it. */
export function findWorkerd(port: number, onExit: () => void): Workerd {
  const child = [...children].find((child) => child.spawnargs.some((arg) => arg.endsWith(`=127.0.0.1:${port}`)))
  if (!child?.pid) throw new Error('workerd did not start')
  let stopping = false
  const ended = new Promise<'stopped' | 'died'>((resolve) => {
    child.once('exit', () => {
      onExit()
      // Ctrl-C reaches the whole process group: workerd may be gone a moment before our own signal is handled.
      setTimeout(() => resolve(stopping ? 'stopped' : 'died'), 100)
    })
  })
  const stop = async (dispose: () => Promise<void>) => {
    stopping = true
    await Promise.race([dispose(), sleep(3_000, undefined, { ref: false })])
    child.kill('SIGKILL')
    await ended
  }
  return { pid: child.pid, ended, stop }
}
