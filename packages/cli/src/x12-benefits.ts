/** `tally x12 benefits`: what a 271 says of each person's cover. What was not said is unknown, never zero. */
import { type BenefitsAnswer, type Rejection, readBenefits, type SubscriberBenefits } from '@tally/x12'
import { ofWhole, type ReadInterchange } from './interchange-command.ts'
import { showFindings } from './show-finding.ts'
import { joined, money, section, table } from './show-table.ts'

export const benefits: ReadInterchange = ofWhole<BenefitsAnswer>({
  kinds: ['271'],
  read: readBenefits,
  show: showBenefits,
})

function showBenefits({ subscribers, rejections, findings }: BenefitsAnswer): string {
  return joined([
    ...subscribers.flatMap((one) => [...showSubscriber(one), '']),
    ...section('Rejected above the subscriber', rejections.map(rejected)),
    ...showFindings(findings),
  ])
}

function showSubscriber(one: SubscriberBenefits): string[] {
  const { subscriber, dependent, memberId, coverage, planName, deductible, outOfPocket } = one
  const { first, last } = dependent ?? subscriber ?? { first: '', last: '' }
  const left = (what: string, of: SubscriberBenefits['deductible']['individual']) => [
    what,
    money(of.totalCents),
    money(of.remainingCents),
  ]
  return [
    `${`${first} ${last}`.trim() || 'Unknown person'}, member ${memberId ?? 'unknown'}: cover ${coverage}${planName ? `, ${planName}` : ''}`,
    ...table(
      ['', 'total', 'remaining'],
      [
        left('deductible, individual', deductible.individual),
        left('deductible, family', deductible.family),
        left('out of pocket, individual', outOfPocket.individual),
        left('out of pocket, family', outOfPocket.family),
      ],
    ),
    ...shareOf(one),
    visitsOf(one.therapyVisits),
    `Authorization required: ${one.authorizationRequired}`,
    ...section('Rejected', one.rejections.map(rejected)),
    ...section('Messages', one.messages),
  ]
}

function shareOf({ copay, coinsurance }: SubscriberBenefits): string[] {
  const of = (what: { serviceType: string | null; network: string }) =>
    ` (${what.serviceType === null ? '' : `type ${what.serviceType}, `}network ${what.network})`
  return [
    `Copay: ${copay ? `${money(copay.amountCents)}${of(copay)}` : 'unknown'}`,
    `Coinsurance: ${coinsurance ? `${coinsurance.percent} %${of(coinsurance)}` : 'unknown'}`,
  ]
}

function visitsOf(visits: SubscriberBenefits['therapyVisits']): string {
  const { limit, used, remaining, unlimited, period, sharedWith, confidence } = visits
  if (confidence === null) return 'Therapy visits: unknown'
  const said = unlimited
    ? 'unlimited'
    : `limit ${limit ?? 'unknown'}${period ? ` a ${period}` : ''}, used ${used ?? 'unknown'}, remaining ${remaining ?? 'unknown'}`
  const shared = sharedWith.length > 0 ? `, shared with ${sharedWith.join(', ')}` : ''
  return `Therapy visits: ${said}${shared}; confidence ${confidence}`
}

function rejected({ code, says, who, does }: Rejection): string {
  return `${code} ${says}; ${who}: ${does}`
}
