export type {
  AcknowledgedBatch,
  AcknowledgedClaim,
  AcknowledgedGroup,
  AcknowledgedInterchange,
  AcknowledgedLine,
  AcknowledgedProvider,
  AcknowledgedTransaction,
  AcknowledgmentSource,
  Acknowledgments,
  AckVerdict,
} from './acknowledgment/acknowledgment.ts'
export { readAcknowledgments } from './acknowledgment/read-acknowledgments.ts'
export { type ClaimAcknowledgments, type Written277ca, write277ca } from './acknowledgment/write-277ca.ts'
export { type GroupAcknowledgments, type Written999, write999 } from './acknowledgment/write-999.ts'
export { type InterchangeAcknowledgments, type WrittenTa1, writeTa1 } from './acknowledgment/write-ta1.ts'
export type {
  AmountLeft,
  Benefit,
  BenefitsAnswer,
  CareEpisode,
  Coinsurance,
  Copay,
  Coverage,
  OtherPayer,
  PlanCover,
  Rejection,
  SubscriberBenefits,
  TherapyVisits,
  VisitCandidate,
} from './benefits/benefit.ts'
export { readBenefits } from './benefits/read-benefits.ts'
export { type BenefitAnswers, type Written271, write271 } from './benefits/write-271.ts'
export { type ClaimChecked, type ClaimsChecked, checkClaims } from './check/check-claims.ts'
export type { CheckFinding, CheckRule, CheckSeverity, SnipLevel } from './check/check-rule.ts'
export { checkRules } from './check/check-rules.ts'
export type { CheckFacts, KnownCodes, SeenControlNumbers } from './check/facts.ts'
export {
  type PayerOfClaim,
  type PayerRules,
  payerRules,
  rulesByDefault,
  rulesOfMedicareB,
  rulesOfMost,
} from './check/payer-rules.ts'
export {
  type ClaimDocument,
  type ClaimLine,
  claimDocument,
  type Submission,
  submission,
  submissionSchema,
} from './claim-document.ts'
export { claimNumberWithCheck, isClaimNumber } from './claim-number.ts'
export type {
  AdjustmentRead,
  ClaimRead,
  DateRead,
  LineDecision,
  LineRead,
  OtherPayerRead,
} from './claims/claim-read.ts'
export type { ClaimBatch, ClaimsRead, LevelRead, OtherTransaction } from './claims/claims-read.ts'
export type { BillingLevel, Party, PatientLevel, PlanRead, SubscriberLevel } from './claims/party.ts'
export { readClaims } from './claims/read-claims.ts'
export { type Inquiry, type InquiryBatch, inquiry, inquiryBatch } from './inquiry-document.ts'
export { type Content, contentOf, contentsOf } from './reader/content-of.ts'
export type { Finding, FindingSeverity } from './reader/finding.ts'
export type { InterchangeRead, InterchangesRead } from './reader/interchange.ts'
export { readInterchanges } from './reader/read-interchanges.ts'
export { readSegments, type SegmentsRead } from './reader/read-segments.ts'
export type { Segment, Separators } from './reader/segment.ts'
export { canonicalContent } from './remittance/canonical-content.ts'
export { claimKey, interchangeKey, paymentKey } from './remittance/duplicate-keys.ts'
export type { ClaimOutOfBalance, Equality, Equation, LineOutOfBalance, Proof } from './remittance/proof.ts'
export { equalitiesOf } from './remittance/prove.ts'
export {
  type ClaimInPassing,
  type ReadingRemittances,
  type RemittanceSummaries,
  type Remittances,
  readRemittances,
  type StreamingRemittances,
  streamRemittances,
} from './remittance/read-remittances.ts'
export type {
  Adjustment,
  Person,
  Procedure,
  ProviderAdjustment,
  Reference,
  Remittance,
  RemittanceClaim,
  RemittanceLine,
  RemittanceSummary,
  RemittanceTotals,
  Verdict,
} from './remittance/remittance.ts'
export {
  type RemittancesToWrite,
  type RemittanceToWrite,
  type Written835,
  write835,
} from './remittance/write-835.ts'
export { readStatus } from './status/read-status.ts'
export type {
  ClaimStatusAnswer,
  ClaimVerdict,
  LevelStatusAnswer,
  StatusAnswer,
  StatusLine,
  StatusReport,
  StatusTransaction,
  VerdictReason,
} from './status/status-answer.ts'
export { type StatusInquiry, type StatusInquiryBatch, statusInquiryBatch } from './status-inquiry-document.ts'
export { type Written270, write270 } from './write-270.ts'
export { type Written276, write276 } from './write-276.ts'
export { type ClaimInFile, problemsOfClaim, type Written837p, write837p } from './write-837p.ts'
export type { ControlNumbers } from './writer/interchange-text.ts'
export type { Problem, ProblemRule, Replacement, Unsent } from './writer/problem.ts'
export type { Transmission, TransmissionNumbers } from './writer/write-envelope.ts'
export { type WrittenInterchanges, writeInterchanges } from './writer/write-interchanges.ts'
