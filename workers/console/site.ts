import type { Context } from 'hono'
import type { Caller } from '../callers.ts'
import type { Env } from '../env.ts'
import type { House } from '../house.ts'
import type { Api } from './api.ts'
import type { Locale } from './words.ts'

/** Whoever looks at a page, and how they like to see it. */
export type Visit = {
  caller: Caller
  locale: Locale
  /** IANA zone in which times are shown. */
  zone: string
  theme: 'auto' | 'light' | 'dark'
  /** Must come back with every form. */
  csrf: string
  /** A few characters that are the same however often one showing of a form is sent. */
  mark: string
  /** Lets a script of ours add styles. */
  nonce: string
  api: Api
  /** The page's own path and query. */
  path: string
  /** What the last form did, said once. */
  flash: Flash | undefined
  /** The product's time now, in milliseconds. */
  nowMs: number
}

export type Flash = { tone: 'good' | 'bad'; text: string }

/** What every page finds in its context. */
export type Site = { Bindings: Env; Variables: { house: House; visit: Visit; requestId: string } }
export type Page = Context<Site>
