/** The page of a trace, and the axis on which its bars stand. */
import { describe, expect, it } from 'vitest'
import { heard, momentMs, span } from './sample-spans.ts'
import { lasting } from './span-of-time.ts'
import { timeAxis } from './time-axis.ts'
import { waterfallOf } from './waterfall.ts'
import { waterfallPage } from './waterfall-page.ts'

const hour = 3_600_000
const waterfall = waterfallOf([
  span('POST /v1/encounters', null, [0, 10], { kind: 'server' }),
  heard('hear <b>', 'POST /v1/encounters', [20, 30], { id: 'M1', saidMs: 1, publishedMs: 12 }),
  span('post claim', 'hear <b>', [2 * hour, 2 * hour + 10], { failed: true, says: 'not "committed"' }),
])
const page = waterfallPage({
  traceId: 'ab12',
  startedAt: '2026-09-21T14:13:20.000Z',
  more: false,
  ...waterfall,
})

describe('the axis', () => {
  const axis = timeAxis(waterfall.stretches)
  const at = (ms: number) => axis.place((momentMs + ms) * 1_000)

  it('draws what is ours to scale and two hours at the payer’s as a narrow break', () => {
    // 40 ms are ours; the break takes 300 of 10,000.
    expect([at(0), at(10), at(30), at(2 * hour), at(2 * hour + 10)]).toEqual([
      ...[0, 2_425, 7_275, 7_575, 10_000],
    ])
    expect(axis.breaks.map(({ lastsUs }) => lastsUs)).toEqual([(2 * hour - 30) * 1_000])
  })

  it('stands still where nothing took any time, and keeps what is outside on its edge', () => {
    expect(timeAxis([{ of: 'work', startedUs: 5, durationUs: 0 }]).place(5)).toBe(0)
    expect([at(-5), at(9 * hour)]).toEqual([0, 10_000])
  })
})

describe('the page of a trace', () => {
  it('says in words what its bars show', () => {
    expect(page).toContain('<tr><th scope="row">Lasted</th><td>2 h 0 min</td></tr>')
    expect(page).toContain('<tr><th scope="row">waiting in queues</th><td>8.0 ms</td></tr>')
    expect(page).toContain('<td>+20 ms</td><td>10 ms</td><td>outbox 2.0 ms<br>queue 8.0 ms</td>')
    expect(page).toContain('where nothing of ours ran: 2 h 0 min.')
    expect(page).toContain('<strong>failed: not &quot;committed&quot;</strong>')
    expect(page.match(/<svg/g)).toHaveLength(page.match(/<svg aria-hidden="true"/g)?.length ?? 0)
  })

  it('draws gap and work of a row one behind the other', () => {
    const row = page.split('\n').find((line) => line.includes('hear &lt;b&gt;'))
    const bars = [...(row ?? '').matchAll(/x="(\d+)" y="\d" width="(\d+)" height="\d+" fill="(#\w+)"/g)]
    expect(bars.map(([, x, width, fill]) => [x, width, fill])).toEqual([
      ['7275', '300', '#e8e8e8'],
      ['2425', '485', '#e0a030'],
      ['2910', '1940', '#7a4fa3'],
      ['4850', '2425', '#1f5fa8'],
    ])
  })

  it('holds no script, whatever a span is called, and nothing from elsewhere; it can be printed', () => {
    expect(page).toContain('hear &lt;b&gt;')
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|onload|<b>/i)
    expect(page).toContain('@media print')
    expect(page).toContain('name="viewport"')
  })

  it('says that there is more', () => {
    const cut = waterfallPage({ traceId: 'ab12', startedAt: '', more: true, ...waterfall })
    expect([page, cut].map((each) => each.includes('shown, and there are more'))).toEqual([false, true])
  })
})

it.each([
  [0, '0.0 ms'],
  [1_240, '1.2 ms'],
  [9_960, '10 ms'],
  [999_499, '999 ms'],
  [999_500, '1.00 s'],
  [1_254_000, '1.25 s'],
  [59_994_000, '59.99 s'],
  [59_996_000, '1 min'],
  [3_599_000_000, '1 h 0 min'],
  [7_380_000_000, '2 h 3 min'],
])('%i µs reads %s', (us, text) => {
  expect(lasting(us)).toBe(text)
})
