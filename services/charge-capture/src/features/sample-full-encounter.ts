/** The testkit's visit with every field filled, as this service parses it. */
import { fullEncounter as sample } from '@tally/testkit'
import { encounterBody } from './encounter-body.ts'

export const fullEncounter = encounterBody.parse(sample())
