import { describe, expect, test } from 'vitest'
import { isNpi } from './npi.ts'

describe('an NPI', () => {
  test.each(['1234567893', '1861400004', '1467560003'])('%s checks', (npi) => expect(isNpi(npi)).toBe(true))
  test.each(['1234567894', '2134567893', '123456789', '12345678930', '123456789X', ''])(
    '%s does not',
    (npi) => {
      expect(isNpi(npi)).toBe(false)
    },
  )
})
