import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

/** Tests that look at the repository or compare with what only Node can run; everything else runs in workerd. */
const onNode = [
  'test/tidy.test.ts',
  'test/lessons.test.ts',
  'test/local/**/*.test.ts',
  'test/differential/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/browser/**/*.test.ts',
  'test/templates/**/*.test.ts',
  'test/simulation/**/*.test.ts',
]

/** A noisy machine is slow, not wrong. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    // Each file waits longer for its own workerd to start than for a processor.
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations('schema/migrations'),
                ENVIRONMENT: 'development',
                CLOCK: 'virtual',
                ADMIN_KEY: 'dev-admin-key',
                MASTER_KEY: btoa('a master key of exactly 32 bytes'),
                PUBLIC_URL: 'https://qunflow.test',
                CF_ACCESS_TEAM_DOMAIN: 'acme.cloudflareaccess.com',
                CF_ACCESS_AUD: 'the-audience-of-the-console',
              },
            },
          })),
        ],
        test: { ...patient, name: 'workers', include: ['test/**/*.test.ts'], exclude: onNode },
      },
      { test: { ...patient, name: 'node', include: onNode } },
    ],
  },
})
