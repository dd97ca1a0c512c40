import { join } from 'node:path'
import { bundle, root } from './bundle.ts'

/** A third of what the free plan allows: small enough to start at once, with room to grow. */
const gzipKiBMax = 1000

const { gzipKiB } = await bundle(join(root, '.wrangler', 'size'))
console.log(`the Worker weighs ${gzipKiB} KiB gzipped, of at most ${gzipKiBMax}`)
process.exit(gzipKiB > gzipKiBMax ? 1 : 0)
