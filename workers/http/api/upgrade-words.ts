type Running = 'keep' | 'cancel' | 'move'

/** What becomes of the runs that are under way. */
export function runningWords(locale: string, running: Running, open: number): string {
  if (locale.startsWith('zh')) return open === 0 ? '目前没有进行中的流程。' : ZH[running](open)
  return open === 0 ? 'No run is under way.' : EN[running](open === 1 ? '1 run' : `${open} runs`)
}

const EN: Record<Running, (runs: string) => string> = {
  keep: (runs) => `${runs} under way end as they began, by the version they started with.`,
  cancel: (runs) => `${runs} under way are cancelled, and their messages that are still to go with them.`,
  move: (runs) => `${runs} under way go on by the new version where their step exists; the others end as they began.`,
}

const ZH: Record<Running, (open: number) => string> = {
  keep: (open) => `${open} 个进行中的流程按原版本走完。`,
  cancel: (open) => `${open} 个进行中的流程会被取消，尚未发出的消息也不再发送。`,
  move: (open) => `${open} 个进行中的流程，若所在步骤仍存在则转到新版本继续，其余按原版本走完。`,
}
