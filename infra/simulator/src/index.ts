/** What tests and the embedded run take from here: the outside in process, and as a process. */
import { machineClock } from './clock.ts'
import { httpFace } from './http-face.ts'
import { simulate, testWebhookSecret, workUntilQuiet } from './simulate.ts'
import { startSimulator } from './start-simulator.ts'

export type { Clock } from './clock.ts'
export type { Simulation } from './simulate.ts'
export type { RunningSimulator, SimulatorOptions } from './start-simulator.ts'
export type { Send } from './state/deliver-files.ts'
export type { Faults } from './state/faults.ts'
export type { InquiryReply, SubmissionAnswer, World } from './state/outside-world.ts'
export type { Settings, SettingsChange } from './state/settings.ts'
export type { SignedWebhook } from './state/sign-webhook.ts'
export { httpFace, machineClock, simulate, startSimulator, testWebhookSecret, workUntilQuiet }
