/** The published batch of three claims: Medicare, the second payer after it, workers' compensation. */
import { readFileSync } from 'node:fs'

export const submissionText = readFileSync(
  new URL('../../x12/published/submission.example.json', import.meta.url),
  'utf8',
)
