/**
 * The tests as the mutation lane runs them, thousands of times: properties over a few days, always the same
 * ones.
 */
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: Vitest reads its configuration so.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/no-descriptors.test.ts'],
    setupFiles: [fileURLToPath(new URL('mutation-properties.ts', import.meta.url))],
  },
})
