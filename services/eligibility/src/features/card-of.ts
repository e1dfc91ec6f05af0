/** A coverage as a request gives it, in the shapes that it is kept and told in: the clear part, and the card. */
import type { Work } from '@tally/platform'
import type { Card } from '../domain/compose-inquiry.ts'
import type { ListedCoverage } from '../domain/coverage-list.ts'
import { memberKeyOf } from './ask-payer.ts'
import type { CoverageBody } from './body-fields.ts'

export function listedOf(work: Work, coverage: CoverageBody): ListedCoverage {
  const { order, payerId, payerFamily, claimFilingIndicator, medicareSecondaryType, memberId, from, to } =
    coverage
  return {
    ...{ order, payerId, payerFamily, memberKey: memberKeyOf(work, memberId ?? null) },
    claimFilingIndicator: claimFilingIndicator ?? null,
    medicareSecondaryType: medicareSecondaryType ?? null,
    from: from ?? null,
    to: to ?? null,
  }
}

export function cardOf(coverage: CoverageBody): Card {
  const { order, payerName, relationshipToSubscriber } = coverage
  return {
    ...{ order, payerName, relationshipToSubscriber },
    payerAddress: addressOf(coverage.payerAddress),
    memberId: coverage.memberId ?? null,
    groupNumber: coverage.groupNumber ?? null,
    groupName: coverage.groupName ?? null,
    subscriber: subscriberOf(coverage.subscriber),
    propertyCasualtyClaimNumber: coverage.propertyCasualtyClaimNumber ?? null,
  }
}

function subscriberOf(subscriber: CoverageBody['subscriber']): Card['subscriber'] {
  if (subscriber == null) return null
  const address = addressOf(subscriber.address)
  if (subscriber.kind === 'organization') return { kind: subscriber.kind, name: subscriber.name, address }
  const { kind, last, first, middle, suffix, birthDate, sex } = subscriber
  return {
    ...{ kind, last, first: first ?? null, middle: middle ?? null, suffix: suffix ?? null },
    ...{ birthDate: birthDate ?? null, sex: sex ?? null, address },
  }
}

function addressOf(address: CoverageBody['payerAddress']): Card['payerAddress'] {
  if (address == null) return null
  const { line1, line2, city, state, zip } = address
  return { line1, line2: line2 ?? null, city, state, zip }
}
