export { formsOf, type Marked, marksIn, plantMarks } from './marks.ts'
export {
  demoKey,
  operatorKey,
  type Reply,
  startTestHost,
  type TestHost,
  type TestHostSettings,
  testKeyManagement,
  testMasterKey,
} from './running-host.ts'
export { type SampleEncounter, sampleEncounter } from './samples/encounter.ts'
export { type EpisodeOptions, episodes, type GeneratedEpisode } from './samples/episodes.ts'
export { fullEncounter } from './samples/full-encounter.ts'
export { say, speaker } from './speaker.ts'
export { type TemporaryDatabase, temporaryDatabase, testSecret } from './temporary-database.ts'
export { setUpPartner, testPartner } from './test-partner.ts'
