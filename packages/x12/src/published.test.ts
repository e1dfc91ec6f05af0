/** What `tally x12 write` reads, published: its schema (`npm run docs` makes it) and an example of three claims. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { submission, submissionSchema } from './claim-document.ts'
import {
  sampleClaim,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from './sample-claim.ts'
import { write837p } from './write-837p.ts'

const published = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../published/${name}`, import.meta.url), 'utf8'))

test('the schema is the one that is read by', () => {
  expect(published('submission.v1.json')).toEqual(submissionSchema())
})

test('the example is a batch that is written: Medicare, the second payer after it, workers’ compensation', () => {
  const example = submission.parse(published('submission.example.json'))
  expect(example).toEqual(
    sampleSubmission([sampleClaim(), sampleSecondaryClaim(), sampleWorkersCompensationClaim()]),
  )
  expect(write837p(example).ok).toBe(true)
})
