import type { Part } from './part.ts'
import { broadcasts } from './part-broadcasts.ts'
import { desk } from './part-desk.ts'
import { erasing } from './part-erasing.ts'
import { referrals } from './part-referrals.ts'
import { seats } from './part-seats.ts'

export const PARTS: readonly Part[] = [broadcasts, seats, referrals, desk, erasing]
