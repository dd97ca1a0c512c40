/**
 * An error as the log may show it: what kind it is and where it came from. Its message may quote somebody's data, so it is
 * left out, but for the database's own words, which name tables and columns only.
 */
export function faultOf(error: unknown): { kind: string; why?: string; at: string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, at: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return {
    kind: error.name,
    ...(error.message.startsWith('D1_ERROR') && { why: error.message }),
    at: frames.slice(0, 6).map((frame) => frame.trim()),
  }
}
