import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'pure', include: ['**/*.test.ts'], exclude: ['**/*.{db,wire,peer,container}.test.ts', '**/node_modules/**'] } },
      { test: { name: 'db', include: ['**/*.db.test.ts'], exclude: ['**/node_modules/**'], globalSetup: ['infra/embedded/src/test-postgres.ts'], testTimeout: 30_000, hookTimeout: 60_000 } },
      { test: { name: 'wire', include: ['**/*.wire.test.ts'], exclude: ['**/node_modules/**'], globalSetup: ['infra/embedded/src/test-postgres.ts', 'infra/embedded/src/test-kafka.ts'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } },
    ],
  },
})
