import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

type Process = { parent: number; command: string[] }

/**
 * Calls back once the npm that started this process is gone, because a killed npm takes nothing with it.
 * Only npm itself and the shell it uses are watched: whoever started npm may go, under `nohup`, `setsid` or `&`.
 */
export function whenNpmDies(callback: () => void): void {
  if (!process.env.npm_lifecycle_event || process.ppid <= 1) return
  const parent = process.ppid
  const started = find(parent)
  const npm = started && isShell(started.command) ? started.parent : undefined
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || find(parent)?.parent === npm)) return
    clearInterval(watch)
    callback()
  }, 200)
  watch.unref()
}

/** npm runs a script as `sh -c <script>`; many a shell then becomes the script itself, others stay and wait. */
function isShell([program = '', flag]: string[]): boolean {
  return flag === '-c' && /(^|\/)(sh|dash|bash|zsh|ash)$/.test(program)
}

function find(pid: number): Process | undefined {
  try {
    return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid)
  } catch {
    return undefined
  }
}

function findInProc(pid: number): Process {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { parent: Number(afterName[1]), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') }
}

function findWithPs(pid: number): Process {
  const [parent, ...command] = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
  return { parent: Number(parent), command }
}
