/** Work that goes on after the answer. When it fails, what it left is durable, and the sweep goes on with it. */
export async function afterwards(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown'
    console.error(JSON.stringify({ level: 'error', message: 'left to the sweep', why: message }))
  }
}
