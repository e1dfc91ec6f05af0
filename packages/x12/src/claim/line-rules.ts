/** What must hold of the lines of a claim. */
import type { ClaimDocument, ClaimLine } from '../claim-document.ts'
import type { Pen } from '../writer/pen.ts'

export function applyLineRules(pen: Pen, claim: ClaimDocument): void {
  const { lines, diagnoses } = claim
  if (lines.length < 1 || lines.length > 50) {
    const says = `${lines.length} lines are given; a claim has 1 to 50.`
    const fix =
      lines.length === 0 ? 'Send no claim where nothing is billed.' : 'Split the day over two claims.'
    pen.refuse('x12/line-count', ['lines', '2400 LX01', '24'], says, fix)
  }
  lines.forEach((line, index) => {
    const at = pen.within(`lines/${index}`)
    refuseId(at, line, lines.slice(0, index))
    refuseUnits(at, line)
    refusePointers(at, line, diagnoses.length)
  })
}

/** The id comes back in a remittance and must name one line alone. */
function refuseId(pen: Pen, { chargeLineId }: ClaimLine, before: readonly ClaimLine[]): void {
  const place = ['chargeLineId', '2400 REF02', null] as const
  if (!/^[0-9A-Z]{1,26}$/.test(chargeLineId)) {
    const says = 'A charge line’s id has 1 to 26 capitals and digits.'
    pen.refuse('x12/charge-line-id', place, says, 'Take the id of the charge line.')
  }
  if (before.some((line) => line.chargeLineId === chargeLineId)) {
    const says = 'Two lines have the same id.'
    pen.refuse('x12/charge-line-id-twice', place, says, 'Send each charge line once.')
  }
}

function refuseUnits(pen: Pen, { units }: ClaimLine): void {
  if (Number.isInteger(units) && units > 0 && units <= 9999) return
  const says = 'Units are whole and at least one.'
  pen.refuse('x12/units', ['units', '2400 SV104', '24G'], says, 'Leave a line without units off the claim.')
}

function refusePointers(pen: Pen, { diagnosisPointers: pointers }: ClaimLine, diagnoses: number): void {
  const refuse = (index: number | null, says: string) => {
    const at = index === null ? 'diagnosisPointers' : `diagnosisPointers/${index}`
    const element = index === null ? 'SV107' : `SV107-${index + 1}`
    const place = [at, `2400 ${element}`, '24E'] as const
    pen.refuse('x12/diagnosis-pointer', place, says, 'Point to one to four diagnoses of the claim.')
  }
  if (pointers.length < 1 || pointers.length > 4) {
    refuse(null, `${pointers.length} pointers are given; a line has 1 to 4.`)
  }
  pointers.forEach((pointer, index) => {
    if (!Number.isInteger(pointer) || pointer < 1 || pointer > diagnoses) {
      refuse(index, `It points to diagnosis ${pointer} of ${diagnoses}.`)
    } else if (pointers.indexOf(pointer) < index) {
      refuse(index, `It points to diagnosis ${pointer} a second time.`)
    }
  })
}
