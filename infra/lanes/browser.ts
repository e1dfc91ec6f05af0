/** `npm run browser [-- name]`: the screens, driven in a real browser, written to docs/browser.md. */
import { browserScreens } from './browser-screens.ts'
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'browser',
  [
    {
      name: 'screens',
      what: 'each page opened on a desk, a phone and in print, and looked at',
      run: browserScreens,
    },
  ],
  process.argv.slice(2),
)
