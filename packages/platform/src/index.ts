export { anchorFile, keepAnchorsIn } from './auditing/anchor-file.ts'
export { type Clock, instantOf, systemClock, virtualClock } from './clock.ts'
export { type Environment, environment } from './config.ts'
export { drift } from './database/drift.ts'
export { migrate } from './database/migrate.ts'
export { openPool, openSession, type Query, queryOn, type Statement } from './database/pool.ts'
export { hasOwnUser, roleUrl } from './database/role-url.ts'
export { markOf, passwordOf, schemaOf } from './database/roles.ts'
export type { AskRoom, RoomLeft } from './database/room-left.ts'
export { inTransaction } from './database/transaction.ts'
export { untilMigrated } from './database/unmigrated.ts'
export { drawnBytes } from './drawn-bytes.ts'
export { armFailpoint, failpoint } from './failpoint.ts'
export { describeError, Fault, isFault } from './fault.ts'
export { type HostSettings, host, type RunningHost, randomIds } from './host.ts'
export { firstKeysOf, hostService } from './host-service.ts'
export { type Actor, type Practice, type Role, roles } from './http/authenticate.ts'
export * as fieldForms from './http/field-forms.ts'
export { openapiOf, openapiOfAll } from './http/openapi.ts'
export { answerStatus } from './http/openapi-examples.ts'
export { preferredType } from './http/preferred-type.ts'
export { byAccept, printedPage } from './http/printed-page.ts'
export {
  item,
  notFound,
  type Problem,
  type ProblemItem,
  problem,
  problemAt,
  problemItem,
} from './http/problem.ts'
export {
  type Answer,
  answer,
  type Example,
  type HttpFeature,
  installationRoute,
  operatorRoute,
  route,
  signedRoute,
} from './http/route.ts'
export { shapeProblems } from './http/shape-problems.ts'
export { parseStrictJson } from './http/strict-json.ts'
export { getBlob, putBlob } from './keys/blob-store.ts'
export { type InstallationSecrets, installationSecrets } from './keys/installation-secrets.ts'
export { type KeyManagement, localKeyManagement, secretFile } from './keys/key-management.ts'
export { installation } from './keys/key-vault.ts'
export { type PracticeKeys, practiceKeys } from './keys/practice-keys.ts'
export type * from './messaging/broker/broker.ts'
export { inProcessBroker } from './messaging/broker/in-process-broker.ts'
export { kafkaBroker } from './messaging/broker/kafka-broker.ts'
export { clearDeadline, setDeadline } from './messaging/deadline-changes.ts'
export { type DeadlineFeature, deadline } from './messaging/deadlines.ts'
export { act, type JobFeature, job, look } from './messaging/jobs.ts'
export {
  type JournalRow,
  type OpenedRow,
  openReplay,
  type Replay,
  type WentAnotherWay,
} from './messaging/journal-replay.ts'
export { commit, saying, writeSaid } from './messaging/outbox.ts'
export { sideBySide } from './messaging/side-by-side.ts'
export {
  type Heard,
  type HearingFeature,
  hears,
  on,
  type Touches,
  touchesDay,
} from './messaging/subscription.ts'
export { topicsFor } from './messaging/topics.ts'
export { underTrace } from './messaging/under-trace.ts'
export { type Work, workIn } from './messaging/work.ts'
export { askPartner, type PartnerAnswer } from './operating/ask-partner.ts'
export { install } from './operating/install.ts'
export { demoPractice, type FirstKeys, newApiKey } from './operating/installation.ts'
export { listPartners, type Partner, partnerOf, savePartner } from './operating/partners.ts'
export { type PracticeDetailsRead, practiceDetails } from './operating/practice-details.ts'
export { practiceFeatures } from './operating/practice-features.ts'
export { sharedRoutes } from './operating/serve-operating.ts'
export { refusalOfUrl } from './outgoing/outside-url.ts'
export { type PostOutside, postOutside } from './outgoing/post-outside.ts'
export { secondsOfRetryAfter } from './outgoing/retry-after.ts'
export { newWebhookSecret, signWebhook } from './outgoing/sign-webhook.ts'
export {
  type Area,
  defineService,
  httpFeatures,
  type SelfCheck,
  type Service,
  type Waiting,
} from './service.ts'
export type { Shell } from './shell.ts'
export { jsonLog, type Log, type LogLevel } from './telemetry/log.ts'
export { reached } from './telemetry/stage-times.ts'
export { startTracing } from './telemetry/start-tracing.ts'
export { troubleInWords } from './trouble-in-words.ts'
