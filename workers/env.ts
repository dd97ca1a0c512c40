/** What the Worker is given: bindings of wrangler.toml, secrets of the account, variables of the local start. */
export type Env = {
  DB: D1Database
  /** Files that are no part of the Worker's code: see workers/assets. */
  ASSETS: Fetcher
  ALARM: DurableObjectNamespace
  KEEPER: DurableObjectNamespace
  /** An admin key that needs no row. */
  ADMIN_KEY?: string
  /** 32 bytes in base64: channel secrets are sealed under it. */
  MASTER_KEY?: string
  /** The one before, while what is sealed under it is being sealed again. */
  MASTER_KEY_OLD?: string
  /** 32 bytes in base64: what links are signed and people are hashed with. MASTER_KEY when absent. */
  LINK_KEY?: string
  /** The one before: links signed with it still lead somewhere. */
  LINK_KEY_OLD?: string
  /** Hosts that may be called although they lie inside, such as `hooks.corp.example, 10.0.0.5:8080`. */
  OUTGOING_ALLOW?: string
  /** Where this product is reached from outside, without a slash at the end. */
  PUBLIC_URL?: string
  ENVIRONMENT?: string
  /** `1`: nothing is taken in, nothing is changed, nothing is carried out. */
  MAINTENANCE?: string
  CLOCK?: string
  /** Cloudflare Access before the console: the team's domain, such as `acme.cloudflareaccess.com`, and the application's AUD tag. */
  CF_ACCESS_TEAM_DOMAIN?: string
  CF_ACCESS_AUD?: string
  QSTASH_TOKEN?: string
  QSTASH_URL?: string
  QSTASH_CURRENT_SIGNING_KEY?: string
  QSTASH_NEXT_SIGNING_KEY?: string
  /** The longest delay that the QStash plan allows, in seconds; 7 days when absent. */
  QSTASH_MAX_DELAY_SECONDS?: string
}
