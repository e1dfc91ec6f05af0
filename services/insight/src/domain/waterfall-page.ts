/**
 * The waterfall of a trace as a page: a table that reads by itself, and in each row the bar of its span. No script,
 * nothing from elsewhere, every text escaped; narrow enough for a phone, plain enough for a printer: waits are thin
 * bars and work is thick, so that it reads without colours too.
 */
import { escaped } from '@tally/kernel'
import { endOf } from './kept-span.ts'
import { lasting } from './span-of-time.ts'
import { axisWidth, type TimeAxis, timeAxis } from './time-axis.ts'
import type { PlacedSpan, Waterfall } from './waterfall.ts'

export interface TraceOnPage extends Waterfall {
  readonly traceId: string
  /** RFC 3339. */
  readonly startedAt: string
  /** There are more spans than are shown. */
  readonly more: boolean
}

export function waterfallPage(trace: TraceOnPage): string {
  const title = `Trace ${trace.traceId}`
  const axis = timeAxis(trace.stretches)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${summaryOf(trace)}
<h2>Stages</h2>
${table(
  ['Stage', 'Begins', 'In the outbox', 'In the queue', 'Work', 'By'],
  trace.stages.map((stage) => stageRow(trace, stage)),
)}
<h2>Spans</h2>
<p class="legend">${bar([wait('outbox', 0, 3_000), wait('queue', 3_000, 6_000), work(6_000, axisWidth, false)])}
A bar is thin and light in the outbox, thin and dark in the queue, thick at work. ${breaksIn(axis)}</p>
${table(
  ['Span', 'Begins', 'Lasts', 'Waited before'],
  trace.spans.map((span) => spanRow(trace, axis, span)),
)}
</body>
</html>
`
}

function summaryOf(trace: TraceOnPage): string {
  const { startedAt, durationUs, workUs, queueUs, outboxUs, elsewhereUs, spans, more } = trace
  const failed = spans.filter((span) => span.failed).length
  const facts = [
    ['Began', startedAt],
    ['Lasted', lasting(durationUs)],
    ['Of it at work', lasting(workUs)],
    ['waiting in queues', lasting(queueUs)],
    ['waiting in outboxes', lasting(outboxUs)],
    ['elsewhere: a clearinghouse, a payer, a person', lasting(elsewhereUs)],
    [
      'Spans',
      `${spans.length}${more ? ' shown, and there are more' : ''}${failed > 0 ? `, ${failed} failed` : ''}`,
    ],
    ['Kept', 'the last 24 hours; what is older, or was not sampled, is missing here'],
  ]
  const rows = facts.map(
    ([name = '', value = '']) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )
  return `<table class="facts"><tbody>\n${rows.join('\n')}\n</tbody></table>`
}

function stageRow(trace: TraceOnPage, stage: Waterfall['stages'][number]): string[] {
  const failed = stage.failed > 0 ? ` <strong>${stage.failed} failed</strong>` : ''
  return [
    `${escaped(stage.stage)}${failed}`,
    ...[begins(trace, stage.startedUs), waited(stage.outboxUs), waited(stage.queueUs), lasting(stage.workUs)],
    escaped(stage.services.join(', ')),
  ]
}

function spanRow(trace: TraceOnPage, axis: TimeAxis, span: PlacedSpan): string[] {
  const { name, service, failed, says, depth, gaps } = span
  const indent = `padding-left:${Math.min(depth, depthMax) * 8}px`
  const word = failed ? ` <strong>failed${says === null ? '' : `: ${escaped(says)}`}</strong>` : ''
  const bars = [
    ...axis.breaks.map(({ from, to }) => rect('break', from, to, 0, barHeight)),
    ...gaps.map((gap) =>
      wait(
        gap.kind === 'outbox wait' ? 'outbox' : 'queue',
        axis.place(gap.startedUs),
        axis.place(endOf(gap)),
      ),
    ),
    work(axis.place(span.startedUs), axis.place(endOf(span)), failed),
  ]
  const waits = gaps.map(({ kind, durationUs }) => `${kind.replace(' wait', '')} ${lasting(durationUs)}`)
  return [
    `<span style="${indent}">${escaped(name)} <small>${escaped(service ?? '')}</small>${word}</span>${bar(bars)}`,
    ...[begins(trace, span.startedUs), lasting(span.durationUs), waits.join('<br>')],
  ]
}

function breaksIn({ breaks }: TimeAxis): string {
  if (breaks.length === 0) return 'All of it is to scale.'
  const lengths = breaks.map(({ lastsUs }) => lasting(lastsUs)).join(', ')
  return `It is to scale but for the pale ${breaks.length === 1 ? 'band' : 'bands'}, where nothing of ours ran: ${lengths}.`
}

function begins({ startedUs }: TraceOnPage, us: number): string {
  return `+${lasting(us - startedUs)}`
}

function waited(us: number): string {
  return us === 0 ? '' : lasting(us)
}

const depthMax = 12
const barHeight = 10

/** The table says it in words: who cannot see the bars misses nothing. */
function bar(rects: readonly string[]): string {
  return `<svg aria-hidden="true" viewBox="0 0 ${axisWidth} ${barHeight}" preserveAspectRatio="none">${rects.join('')}</svg>`
}

function wait(kind: 'outbox' | 'queue', from: number, to: number): string {
  return rect(kind, from, to, barHeight * 0.3, barHeight * 0.4)
}

function work(from: number, to: number, failed: boolean): string {
  return rect(failed ? 'failed' : 'work', from, Math.max(to, from + 20), 0, barHeight)
}

const fills = { outbox: '#e0a030', queue: '#7a4fa3', work: '#1f5fa8', failed: '#b00020', break: '#e8e8e8' }

function rect(kind: keyof typeof fills, from: number, to: number, y: number, height: number): string {
  return `<rect x="${from}" y="${y}" width="${Math.max(0, to - from)}" height="${height}" fill="${fills[kind]}"/>`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('')
  const body = rows.map(([first = '', ...cells]) => {
    return `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  })
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`
}

const style = `body{font:14px/1.4 sans-serif;margin:1em auto;padding:0 .5em;max-width:70em;color:#111}
h1{font-size:1.2em;overflow-wrap:anywhere}h2{font-size:1.1em;margin:1.5em 0 .5em}
table{border-collapse:collapse;width:100%}small{color:#555}strong{color:#b00020}
th,td{padding:.2em .4em;text-align:left;vertical-align:top;border-bottom:1px solid #ccc}
th[scope=row]{font-weight:normal;width:60%;overflow-wrap:anywhere}td{white-space:nowrap}.facts td{white-space:normal}
th[scope=row]>span{display:block}svg{display:block;width:100%;height:.7em;margin-top:.15em;background:#f6f6f6}
.legend svg{max-width:18em}
@media (max-width:40em){body{font-size:12px}th,td{padding:.2em}td:last-child{white-space:normal}}
@media print{body{margin:0;max-width:none;font-size:9px}thead{display:table-header-group}tr{break-inside:avoid}}`
