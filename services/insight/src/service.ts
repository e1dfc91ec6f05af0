/** insight, the contents page. */
import { defineService } from '@tally/platform'
import { recordFact } from './features/record-fact.ts'
import { showDenialTrends } from './features/show-denial-trends.ts'
import { showKpis } from './features/show-kpis.ts'
import { showTimeline } from './features/show-timeline.ts'
import { showTrace } from './features/show-trace.ts'

export const insight = defineService({
  name: 'insight',
  decides: 'Nothing: it shows what the others said.',
  features: [recordFact, showTimeline, showTrace, showKpis, showDenialTrends],
  areas: [
    { name: 'Timeline', says: 'A visit’s way to cash, in sentences.', paths: ['/v1/encounters'] },
    {
      name: 'Figures',
      says: 'KPIs and trends, counted from every event.',
      paths: ['/v1/kpis', '/v1/denial-trends'],
    },
    { name: 'Traces', says: 'Where a visit’s time went, in every service.', paths: ['/v1/traces'] },
  ],
  migrations: new URL('../migrations/', import.meta.url),
})
