import * as v from 'valibot'

export const Tag = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
