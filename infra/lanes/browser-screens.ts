/**
 * `npm run browser -- screens`: every page that the services answer, opened in Chromium over a whole system that had visits paid, on
 * a desk, a phone and as it prints. Written to docs/browser.md; the pictures stay under `.tally/browser`, to be looked at.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { type SystemUnderLoad, startSystem } from './open-load/system-under-load.ts'
import { warmUp } from './open-load/warm-up.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

/** Where Debian’s package and others put it; CHROMIUM says another place. */
const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const pictures = join(root, '.tally', 'browser')
const prefix = 'SEEN'
const desk = { width: 1_280, height: 900 }
const phone = { width: 390, height: 844 }

interface Screen {
  readonly name: string
  readonly path: string
  readonly who: 'practice' | 'operator' | 'nobody'
  /** What is wrong with it, beside what is looked for on every page. */
  looks(page: Page): Promise<readonly string[]>
}

export async function browserScreens(): Promise<number> {
  const program = process.env.CHROMIUM ?? programs.find((each) => existsSync(each))
  if (program === undefined) {
    console.log('browser screens: skipped, there is no Chromium; install it or name it in CHROMIUM')
    return 0
  }
  const system = await startSystem([], 'all')
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] })
  try {
    await warmUp(system, { goal: 'posted', prefix, patients: 3, rate: 3 })
    return await openAll(browser, system, await screensOf(system))
  } finally {
    await browser.close()
    await system.stop()
  }
}

async function screensOf({ pool }: SystemUnderLoad): Promise<readonly Screen[]> {
  const { rows: traces } = await pool.query<{ trace_id: string }>(
    'select trace_id from platform.span group by trace_id order by count(*) desc limit 1',
  )
  const { rows: remittances } = await pool.query<{ id: string }>(
    'select id from era_posting.remittance where posted_at is not null order by id limit 1',
  )
  const [trace, remittance] = [traces[0]?.trace_id, remittances[0]?.id]
  if (trace === undefined || remittance === undefined) throw new Error('no visit was traced and paid')
  return [
    { name: 'docs', path: '/docs', who: 'nobody', looks: looksAtDocs },
    { name: 'trace', path: `/v1/traces/${trace}`, who: 'operator', looks: looksAtTrace },
    { name: 'proof', path: `/v1/remittances/${remittance}/proof`, who: 'practice', looks: looksAtProof },
    {
      ...{ name: 'statement', path: `/v1/patients/${prefix}-PATIENT-0/statement`, who: 'practice' },
      looks: looksAtStatement,
    },
  ]
}

async function openAll(
  browser: Browser,
  system: SystemUnderLoad,
  screens: readonly Screen[],
): Promise<number> {
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  const rows: (readonly [string, string])[] = []
  let wrong = 0
  for (const screen of screens) {
    const found = await open(browser, system, screen)
    wrong += found.length
    rows.push([
      `${screen.name}, ${screen.path.replace(/[0-9a-zA-Z_-]{20,}/, '{id}')}`,
      found.join('; ') || 'well',
    ])
    console.log(`${screen.name}: ${found.join('; ') || 'well'}`)
  }
  recordResult('browser.md', 'In a browser', {
    ...{ name: 'screens', command: 'npm run browser -- screens', rows },
    notes: [
      `Chromium ${browser.version()}, at ${desk.width} and ${phone.width} pixels. Of every page: it answers 200, writes nothing on the`,
      'console, asks nobody else for anything, and on a phone nothing of it is wider than the screen; ours have one heading,',
      'and a trace names no patient.',
    ],
  })
  return wrong === 0 ? 0 : 1
}

async function open(browser: Browser, system: SystemUnderLoad, screen: Screen): Promise<readonly string[]> {
  const { address, key, operatorKey } = system
  const bearer = { practice: key, operator: operatorKey, nobody: null }[screen.who]
  const context = await browser.newContext({
    viewport: desk,
    extraHTTPHeaders: { accept: 'text/html', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
  })
  const wrong: string[] = []
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      wrong.push(`the console says ${message.text()}`)
  })
  page.on('pageerror', (error) => wrong.push(`a script fails: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:'))
      wrong.push(`it asks ${new URL(request.url()).host}`)
  })
  const answer = await page.goto(`${address}${screen.path}`, { waitUntil: 'networkidle' })
  if (answer?.status() !== 200) wrong.push(`it answers ${answer?.status()}`)
  page.setDefaultTimeout(10_000)
  wrong.push(...(await screen.looks(page).catch(said)))
  await page.screenshot({ path: join(pictures, `${screen.name}-desk.png`), fullPage: true })
  await page.setViewportSize(phone)
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  if (Number(wider) > 0) wrong.push(`on a phone it is ${wider} pixels wider than the screen`)
  await page.screenshot({ path: join(pictures, `${screen.name}-phone.png`) })
  await page.emulateMedia({ media: 'print' })
  await page.screenshot({ path: join(pictures, `${screen.name}-print.png`) })
  await context.close()
  return wrong
}

/** What is not there in ten seconds is not there. */
function said(error: unknown): readonly string[] {
  return [error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'it fails']
}

/** Opens an operation as a reader would: its area, then the route, whose example must be there. */
async function looksAtDocs(page: Page): Promise<readonly string[]> {
  const route = page.locator('.opblock-post', { hasText: '/v1/encounters' }).first()
  await page.locator('.opblock-tag', { hasText: 'Visits' }).click()
  await route.locator('.opblock-summary').click()
  await route.locator('.opblock-body').waitFor()
  const text = (await shown(route)).toLowerCase()
  return ['externalid', 'idempotency-key']
    .filter((word) => !text.includes(word))
    .map((word) => `POST /v1/encounters, opened, does not show ${word}`)
}

async function looksAtTrace(page: Page): Promise<readonly string[]> {
  const text = await shown(page.locator('body'))
  const bars = await page.locator('svg').count()
  const words = ['In the outbox', 'In the queue', 'charge-capture', 'claim-submission', 'era-posting']
  return [
    ...words.filter((word) => !text.includes(word)).map((word) => `it does not show ${word}`),
    ...(bars < 20 ? [`it has ${bars} bars`] : []),
    ...(text.includes(prefix) ? ['it names a patient'] : []),
    ...(await headings(page)),
  ]
}

async function looksAtProof(page: Page): Promise<readonly string[]> {
  const text = await shown(page.locator('body'))
  return [
    ...(/does not hold|broken/i.test(text) ? ['an equality does not hold'] : []),
    ...((await page.locator('table tr').count()) < 3 ? ['it has no equalities'] : []),
    ...(await headings(page)),
  ]
}

async function looksAtStatement(page: Page): Promise<readonly string[]> {
  const text = await shown(page.locator('body'))
  return [...(/\$\s?\d/.test(text) ? [] : ['it names no amount']), ...(await headings(page))]
}

async function headings(page: Page): Promise<readonly string[]> {
  const count = await page.locator('h1').count()
  return count === 1 ? [] : [`it has ${count} headings of the first order`]
}

/** What a reader sees, and not all that is in the tree. */
function shown(part: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden on the page does not count
  return part.innerText()
}
