import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { whyNoVisit } from './visit-refusal.ts'

const today = serviceDate('2026-03-02')
const visit = {
  serviceDate: today,
  birthDate: serviceDate('1950-01-01'),
  billingNpi: '1234567893',
  services: 1,
}

describe('what is no visit', () => {
  test.each([
    ['a visit of today', {}, []],
    ['a visit on the day of birth', { birthDate: today }, []],
    ['nothing done', { services: 0 }, ['/services visit/no-service']],
    ['before birth', { birthDate: serviceDate('2026-03-03') }, ['/patient/birthDate visit/before-birth']],
    ['tomorrow', { serviceDate: serviceDate('2026-03-03') }, ['/serviceDate visit/in-the-future']],
    ['a false check digit', { billingNpi: '1234567890' }, ['/billingProvider/npi visit/billing-npi']],
    [
      'two troubles at once',
      { services: 0, billingNpi: '1' },
      ['/services visit/no-service', '/billingProvider/npi visit/billing-npi'],
    ],
  ])('%s', (_, changed, expected) => {
    const problems = whyNoVisit({ ...visit, ...changed }, today)
    expect(problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected)
    expect(problems.every(({ says, fix }) => says.endsWith('.') && fix.endsWith('.'))).toBe(true)
  })

  test('does not repeat the birth date', () => {
    const problems = whyNoVisit({ ...visit, birthDate: serviceDate('2031-07-09') }, today)
    expect(JSON.stringify(problems)).not.toContain('2031')
  })
})
