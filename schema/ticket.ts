/**
 * What an event brought along to answer it with, where the platform hands out such a thing: a welcome code, a reply
 * token, the address of a session. It is good once, or for a short while after `atMs`, when the event happened.
 */
export type Ticket = { code: string; atMs: number }
