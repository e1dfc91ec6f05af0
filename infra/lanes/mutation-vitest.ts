/**
 * The tests as the mutation lane runs them, thousands of times: properties over a few days, always the same
 * ones.
 */
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: Vitest reads its configuration so.
export default defineConfig({
  test: {
    // The files of a run share their modules, and every break has a run of its own: loading takes 9 s, not 26.
    isolate: false,
    // Both cores are busy with breaks.
    testTimeout: 60_000,
    // Set by mutate-package.ts for the processes that Stryker starts.
    include: (process.env.TALLY_MUTATED_TESTS ?? 'src/**/*.test.ts').split(' '),
    exclude: [
      ...configDefaults.exclude,
      '**/no-descriptors.test.ts',
      // Mangled files by the thousand, three quarters of the time: they look for crashes, not for answers.
      '**/truncation.test.ts',
      '**/robust-*.test.ts',
      '**/*.peer.test.ts',
    ],
    setupFiles: [fileURLToPath(new URL('mutation-properties.ts', import.meta.url))],
  },
})
