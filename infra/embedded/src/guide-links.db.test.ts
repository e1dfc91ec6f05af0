/** The guide as a running Tally serves it: each of its links leads somewhere, and so do those of what they lead to. */
import { startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allServices } from './all-services.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: allServices(testKeyManagement) })
})
afterAll(() => tally.stop())

/** Links of a document, and the files that its requests send; what is elsewhere is not ours to keep. */
function linksOf(path: string, text: string): URL[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1] ?? '')
  const sent = [...text.matchAll(/^< (\S+)$/gm)].map((found) => found[1] ?? '')
  const here = new URL(path, 'http://tally.test')
  return [...new Set([...links, ...sent])]
    .map((link) => new URL(link, here))
    .filter(({ host }) => host === here.host)
}

/** As GitHub names a heading. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((found) =>
    (found[1] ?? '')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

it('every link resolves', async () => {
  const followed = new Map<string, string>()
  const broken: string[] = []
  const left = ['/integrate.md']
  for (let path = left.shift(); path !== undefined; path = left.shift()) {
    const { status, text, headers } = await tally.call('GET', path)
    followed.set(path, text)
    if (status === 302 && followed.has(String(headers.location))) continue
    if (status !== 200) broken.push(`${path} answers ${status}`)
    for (const { pathname, hash } of path.endsWith('.md') ? linksOf(path, text) : []) {
      if (!followed.has(pathname) && !left.includes(pathname)) left.push(pathname)
      if (hash === '') continue
      const there = followed.get(pathname) ?? (await tally.call('GET', pathname)).text
      if (!anchorsOf(there).includes(hash.slice(1))) broken.push(`${pathname} has no ${hash}`)
    }
  }
  expect(broken).toEqual([])
  expect([...followed.keys()]).toEqual(
    expect.arrayContaining([
      ...['/docs/encounter.json', '/encounter.json', '/events.asyncapi.json'],
      ...['/packages/client/README.md', '/infra/simulator/README.md'],
    ]),
  )
})
