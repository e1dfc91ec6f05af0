/**
 * What one payer wants beyond the guide (SNIP 7), as data: a JSON file for each payer, checked here. What is left
 * out is as with most payers. Without rules of its own a payer gets those of Medicare Part B where SBR09 says MB,
 * else those of everybody.
 */
import { z } from 'zod'

const codes = (form: RegExp) => z.array(z.string().regex(form))
/** `unclear`: sources disagree (x12.md 1.4), so a claim that needs it is told and goes on. */
const takes = z.enum(['yes', 'no', 'unclear'])
const wanted = z.enum(['required', 'expected', 'no'])

export const payerRules = z
  .strictObject({
    takesReplacement: takes
      .default('yes')
      .meta({ description: 'A replacement, CLM05-3 7: yes, no, or unclear.' }),
    takesVoid: takes.default('yes').meta({ description: 'A void, CLM05-3 8: yes, no, or unclear.' }),
    secondaryTypes: codes(/^[0-9A-Z]{1,3}$/)
      .nullable()
      .default(null)
      .meta({ description: 'The SBR05 it takes; null: those of the guide.' }),
    nineDigitZip: z.boolean().default(true).meta({
      description: 'Whether the ZIP code of the billing provider and of a facility needs nine digits.',
    }),
    therapyModifier: wanted.default('expected').meta({
      description: 'GP, GO or GN on lines of therapy: required, expected (some refuse without), or no.',
    }),
    referringProvider: wanted
      .default('no')
      .meta({ description: 'NM1*DN on claims of therapy: required, expected, or no.' }),
    renderingProvider: wanted
      .default('no')
      .meta({ description: 'NM1*82 where an organization bills: required, expected, or no.' }),
    refusedModifiers: codes(/^[0-9A-Z]{2}$/)
      .default([])
      .meta({ description: 'Modifiers that it refuses on any line.' }),
    mostLines: z.int().min(1).max(50).default(50).meta({ description: 'Lines that a claim may have.' }),
    mostDiagnoses: z.int().min(1).max(12).default(12).meta({ description: 'Diagnoses that it takes.' }),
    memberIds: z
      .array(z.string().regex(/^[9AX-]{1,80}$/))
      .default([])
      .meta({ description: 'Pictures of its ids: 9 a digit, A a letter, X either, - itself; empty: any.' }),
  })
  .meta({ id: 'PayerRules', description: 'What one payer wants of a claim beyond the guide.' })

export type PayerRules = z.output<typeof payerRules>

/** The payer that a claim goes to. */
export interface PayerOfClaim {
  /** NM109 of 2010BB. */
  readonly id: string | null
  /** SBR09 of 2000B. */
  readonly filingIndicator: string | null
}

export const rulesOfMost: PayerRules = payerRules.parse({})

/** x12.md 1.4 and 1.7; the Medicare number has the form that CMS publishes. */
export const rulesOfMedicareB: PayerRules = payerRules.parse({
  takesReplacement: 'unclear',
  takesVoid: 'unclear',
  therapyModifier: 'required',
  referringProvider: 'required',
  renderingProvider: 'required',
  memberIds: ['9AX9AX9AA99'],
})

export function rulesByDefault({ filingIndicator }: PayerOfClaim): PayerRules {
  return filingIndicator === 'MB' ? rulesOfMedicareB : rulesOfMost
}

/** True when `text` has the form that `picture` shows. */
export function fitsPicture(text: string, picture: string): boolean {
  if (text.length !== picture.length) return false
  for (let at = 0; at < picture.length; at++) {
    if (!fits(text.charCodeAt(at), picture.charAt(at))) return false
  }
  return true
}

function fits(code: number, sign: string): boolean {
  const digit = code >= 48 && code <= 57
  const letter = code >= 65 && code <= 90
  if (sign === '9') return digit
  if (sign === 'A') return letter
  return sign === 'X' ? digit || letter : code === 45
}
