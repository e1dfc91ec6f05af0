/** insight, the contents page. */
import { defineService, postOutside, type Service } from '@tally/platform'
import { changeWebhookEndpoints } from './features/change-webhook-endpoints.ts'
import { knowVisits } from './features/know-visits.ts'
import { recordFact } from './features/record-fact.ts'
import { sendWebhooks } from './features/send-webhooks.ts'
import { sendWebhooksAgain } from './features/send-webhooks-again.ts'
import { showDenialTrends } from './features/show-denial-trends.ts'
import { showKpis } from './features/show-kpis.ts'
import { showTimeline } from './features/show-timeline.ts'
import { showTrace } from './features/show-trace.ts'
import { showWebhookEndpoints } from './features/show-webhook-endpoints.ts'
import { retained } from './store/webhook-deliveries.ts'

/** `webhooksToLoopback`: they also go to this machine by plain http, which is for tries and tests. */
export function insightWith({ webhooksToLoopback }: { readonly webhooksToLoopback: boolean }): Service {
  return defineService({
    name: 'insight',
    decides: 'Nothing: it shows what the others said, and tells it on.',
    features: [
      ...[recordFact, knowVisits, showTimeline, showTrace, showKpis, showDenialTrends],
      ...[...changeWebhookEndpoints(webhooksToLoopback), ...showWebhookEndpoints, ...sendWebhooksAgain],
      sendWebhooks(postOutside({ toLoopback: webhooksToLoopback })),
    ],
    areas: [
      { name: 'Timeline', says: 'A visit’s way to cash, in sentences.', paths: ['/v1/encounters'] },
      {
        name: 'Figures',
        says: 'KPIs and trends, counted from every event.',
        paths: ['/v1/kpis', '/v1/denial-trends'],
      },
      { name: 'Traces', says: 'Where a visit’s time went, in every service.', paths: ['/v1/traces'] },
      {
        name: 'Webhooks',
        says: 'Be told what happens: signed, in ids alone, again until it is taken.',
        paths: ['/v1/webhook-endpoints'],
      },
    ],
    migrations: new URL('../migrations/', import.meta.url),
    retains: retained,
  })
}

export const insight = insightWith({ webhooksToLoopback: false })
