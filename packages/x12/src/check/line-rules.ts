/**
 * 2400 (x12.md 1.5, 1.8 10, 17):
 *
 *   LX*1 | SV1*HC:code:m1:m2:m3:m4::description*charge*UN*units*place**pointers | DTP*472*D8*day | REF*6R*charge line
 */
import { element, given } from '../reader/segment.ts'
import { modifier as modifierForm, procedureCode } from '../writer/forms.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

const count: Check<ClaimUnderCheck> = {
  slug: 'claim/line-count',
  snip: 2,
  severity: 'reject',
  sentence: 'A claim has at most 50 lines, or fewer where the payer takes fewer.',
  citation: 'x12.md 1.3, 1.5, 5.3; TR3 2400 LX; payer rules `mostLines`',
  fix: 'Split the day over two claims.',
  check({ claim, payer }, fault) {
    const beyond = claim.lines[payer.mostLines]
    if (beyond)
      fault(headOf(beyond), null, `${claim.lines.length} lines are given and ${payer.mostLines} fit`)
  },
}

const number: Check<ClaimUnderCheck> = {
  slug: 'line/number',
  snip: 1,
  severity: 'reject',
  sentence: 'LX01 counts the lines of a claim 1, 2, 3 … without gaps.',
  citation: 'x12.md 1.5, 5.3; TR3 2400 LX01',
  fix: 'Number the lines again.',
  check({ claim }, fault) {
    // A count that slipped is told where it slips.
    let slipped = 0
    for (const line of claim.lines) {
      if (line.number === null || line.number === line.position + slipped) continue
      fault(segmentIn(line, 'LX'), 1, `LX01 is ${line.number}, the line is the ${line.position}.`)
      slipped = line.number - line.position
    }
  },
}

const controlNumberMissing: Check<ClaimUnderCheck> = {
  slug: 'line/control-number-missing',
  snip: 4,
  severity: 'warn',
  sentence: 'A line has its number, REF*6R, by which the remittance names it.',
  citation: 'x12.md 1.5; TR3 2400 REF*6R; RFI 1684',
  fix: 'Send the id of the charge line.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      if (line.lineControlNumber === null) fault(headOf(line), null, `line ${line.position} has no REF*6R`)
    }
  },
}

const controlNumberLong: Check<ClaimUnderCheck> = {
  slug: 'line/control-number-too-long',
  snip: 2,
  severity: 'reject',
  sentence: 'REF*6R has at most 30 characters.',
  citation: 'x12.md 1.2, 1.5, 5.3; TR3 2400 REF*6R',
  fix: 'Send the id of the charge line, at most 26 capitals and digits.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const length = line.lineControlNumber?.length ?? 0
      if (length > 30) fault(segmentIn(line, 'REF', '6R'), 2, `it has ${length} characters and 30 fit`)
    }
  },
}

const controlNumberTwice: Check<ClaimUnderCheck> = {
  slug: 'line/control-number-twice',
  snip: 4,
  severity: 'reject',
  sentence: 'REF*6R is unique inside its claim.',
  citation: 'x12.md 1.5, 1.8 (10), 5.3; TR3 2400 REF*6R',
  fix: 'Send each charge line once, under its own id.',
  check({ claim }, fault) {
    if (claim.lines.length < 2) return
    const met = new Map<string, number>()
    for (const line of claim.lines) {
      const { lineControlNumber: own, position } = line
      if (own === null) continue
      const before = met.get(own)
      if (before !== undefined)
        fault(segmentIn(line, 'REF', '6R'), 2, `lines ${before} and ${position} have the same REF*6R`)
      met.set(own, position)
    }
  },
}

const procedure: Check<ClaimUnderCheck> = {
  slug: 'line/procedure-form',
  snip: 2,
  severity: 'reject',
  sentence: 'SV101 is HC and a CPT or HCPCS code of five characters.',
  citation: 'x12.md 1.5; TR3 2400 SV101',
  fix: procedureCode.fix,
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const { procedure: service } = line
      const sv1 = segmentIn(line, 'SV1')
      if (!sv1) continue
      if (service?.qualifier !== 'HC') fault(sv1, 1, 'SV101 does not begin with HC')
      else if (!procedureCode.is(service.code.toUpperCase())) fault(sv1, 1, procedureCode.says)
    }
  },
}

const unknownProcedure: Check<ClaimUnderCheck> = {
  slug: 'line/procedure-not-valid-on-date',
  snip: 5,
  severity: 'reject',
  sentence: 'A procedure code is valid on the date of service.',
  citation: 'x12.md 1.5, 4, 5.3; CPT and HCPCS by their effective dates',
  fix: 'Choose the code that was valid on that date.',
  check({ claim, facts }, fault) {
    const { knows, today } = facts
    if (!knows) return
    for (const line of claim.lines) {
      const code = line.procedure?.code.toUpperCase() ?? ''
      const date = line.serviceFrom ?? today
      if (line.procedure?.qualifier === 'HC' && procedureCode.is(code) && !knows.procedure(code, date))
        fault(segmentIn(line, 'SV1'), 1, `the procedure code is not valid on ${date}`)
    }
  },
}

const modifiers: Check<ClaimUnderCheck> = {
  slug: 'line/modifiers',
  snip: 2,
  severity: 'reject',
  sentence: 'A line has at most four modifiers of two characters, each once.',
  citation: 'x12.md 1.5, 5.3; TR3 2400 SV101-3 to SV101-6',
  fix: 'Keep the four that change payment.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const { procedure: service } = line
      if (!service) continue
      const { modifiers: given, description } = service
      const sv1 = segmentIn(line, 'SV1')
      // A fifth modifier stands where the description does (SV101-7); what is behind it is SV101-8.
      const beyond = given.length === 4 && description !== null && modifierForm.is(description)
      if (sv1 && (beyond || componentsOf(element(sv1, 1), sv1.separators.component) > 8))
        fault(sv1, 1, 'a fifth modifier stands where the description does')
      else if (given.some((one) => !modifierForm.is(one.toUpperCase()))) fault(sv1, 1, modifierForm.says)
      else if (given.some((one, index) => given.indexOf(one) < index))
        fault(sv1, 1, 'a modifier stands twice')
    }
  },
}

function componentsOf(text: string, component: string): number {
  let count = 1
  for (let at = text.indexOf(component); at >= 0; at = text.indexOf(component, at + 1)) count += 1
  return count
}

const units: Check<ClaimUnderCheck> = {
  slug: 'line/units',
  snip: 2,
  severity: 'reject',
  sentence: 'SV104 is more than zero with at most two decimals, in units (UN) or minutes (MJ).',
  citation: 'x12.md 1.5, 1.8 (17), 5.3; TR3 2400 SV103, SV104',
  fix: 'Leave a line without units off the claim.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const sv1 = segmentIn(line, 'SV1')
      if (!sv1) continue
      if (line.unit !== 'UN' && line.unit !== 'MJ') fault(sv1, 3, 'SV103 is neither UN nor MJ')
      const text = given(sv1, 4)
      if (text === null) fault(sv1, 4, `line ${line.position} has no units`)
      // What is no number was told when it was read.
      else if (line.units !== null && line.units <= 0)
        fault(sv1, 4, `line ${line.position} has ${line.units} units`)
      else if (line.units !== null && text.length - 1 - lastDot(text) > 2)
        fault(sv1, 4, `the units of line ${line.position} have more than two decimals`)
    }
  },
}

function lastDot(text: string): number {
  const at = text.lastIndexOf('.')
  return at < 0 ? text.length : at
}

const yesOnly: Check<ClaimUnderCheck> = {
  slug: 'line/answers',
  snip: 2,
  severity: 'reject',
  sentence: 'SV109, SV111 and SV112 are Y or nothing, SV115 is 0 or nothing.',
  citation: 'x12.md 1.5; TR3 2400 SV109 to SV115',
  fix: 'Write Y, or leave it out.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const sv1 = segmentIn(line, 'SV1')
      if (!sv1 || sv1.elements.length <= 9) continue
      for (const position of [9, 11, 12]) {
        const answer = given(sv1, position)
        if (answer !== null && answer !== 'Y') fault(sv1, position, 'it is not Y')
      }
      const copay = given(sv1, 15)
      if (copay !== null && copay !== '0') fault(sv1, 15, 'SV115 is not 0')
    }
  },
}

export const lineRules: readonly Check<ClaimUnderCheck>[] = [
  count,
  number,
  controlNumberMissing,
  controlNumberLong,
  controlNumberTwice,
  procedure,
  unknownProcedure,
  modifiers,
  units,
  yesOnly,
]
