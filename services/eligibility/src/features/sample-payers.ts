/** Payers that do as a test tells them, and 271s to the questions that came. */
import type { Payers, Reply } from '../gateways/payers.ts'

/** EB segments that a payer answers a member with; or how it does not answer. */
type Script = readonly string[] | Exclude<Reply, { kind: 'replied' }> | 'hangs'

export const active = ['EB*1**30*C1*EXAMPLE PLAN', 'EB*1**PT********N*Y']
export const inactive = ['EB*6**30']
export const wantsAuthorization = ['EB*1**30*C1*EXAMPLE PLAN', 'EB*1**PT********Y*Y']

interface Asked {
  readonly trace: string
  readonly text: string
  readonly member: string
}

export function scriptedPayers() {
  const scripts = new Map<string, Script>()
  const asked: Asked[] = []
  const waiting = new Map<string, (reply: Reply) => void>()
  const gateway: Payers = {
    async ask(_partner, trace, question) {
      const text = Buffer.from(question).toString('latin1')
      const member = elementOf(text, 'NM1*IL', 9)
      asked.push({ trace, text, member })
      const script = scripts.get(member) ?? active
      if (script === 'hangs') return new Promise((resolve) => waiting.set(member, resolve))
      return 'kind' in script ? script : { kind: 'replied', bytes: Buffer.from(answer271(text, script)) }
    },
  }
  return {
    ...{ gateway, asked },
    script: (member: string, script: Script) => scripts.set(member, script),
    questionsOf: (member: string) => asked.filter((each) => each.member === member),
    /** The payer that hung answers after all. */
    release(member: string, benefits: readonly string[]) {
      const question = asked.filter((each) => each.member === member).at(-1)
      const bytes = Buffer.from(answer271(question?.text ?? '', benefits))
      waiting.get(member)?.({ kind: 'replied', bytes })
    },
  }
}

/** A 271 to the 270 in `question`. */
export function answer271(question: string, benefits: readonly string[]): string {
  const at = (start: string, place: number) => elementOf(question, start, place)
  const body = [
    'ST*271*0001*005010X279A1',
    `BHT*0022*11*${at('BHT', 3)}*20260302*1201`,
    'HL*1**20*1',
    `NM1*PR*2*${at('NM1*PR', 3)}*****PI*${at('NM1*PR', 9)}`,
    'HL*2*1*21*1',
    `NM1*1P*2*${at('NM1*1P', 3)}*****XX*${at('NM1*1P', 9)}`,
    'HL*3*2*22*0',
    `TRN*2*${at('TRN', 2)}*${at('TRN', 3)}`,
    `NM1*IL*1*${at('NM1*IL', 3)}*${at('NM1*IL', 4)}****MI*${at('NM1*IL', 9)}`,
    ...benefits,
  ]
  const isa =
    'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260302*1201*^*00501*000000077*0*T*:'
  const whole = [
    ...[isa, 'GS*HB*CLEARHOUSE*TALLYSUB*20260302*1201*77*X*005010X279A1', ...body],
    ...[`SE*${body.length + 1}*0001`, 'GE*1*77', 'IEA*1*000000077'],
  ]
  return whole.map((segment) => `${segment}~`).join('')
}

function elementOf(text: string, start: string, place: number): string {
  const segment = text.split('~').find((each) => each.trim().startsWith(`${start}*`))
  return segment?.trim().split('*')[place] ?? ''
}
