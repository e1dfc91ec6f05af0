/** What is done in a generated visit: an evaluation first, then three to six services of a PT's usual ones. */
import type { Chance } from './chance.ts'

export interface GeneratedService {
  readonly procedureCode: string
  readonly minutes: number
  /** Of them, the part an assistant furnished alone. */
  readonly assistantMinutes: number
  readonly unitChargeCents: number
  readonly diagnosisPointers: readonly number[]
  /** `HH:MM`, when the clinic wrote down a block of time of its own. */
  readonly block: { readonly from: string; readonly to: string } | null
}

/** Code, the shortest and longest usual time, and the clinic's charge for a unit. */
const treatments = [
  ['97110', 8, 38, 6000],
  ['97112', 8, 30, 6500],
  ['97140', 8, 30, 5800],
  ['97530', 8, 30, 7500],
  ['97116', 8, 23, 5500],
  ['97535', 8, 20, 6200],
  ['97035', 8, 12, 3000],
  ['G0283', 10, 15, 2500],
] as const
const evaluations = ['97161', '97162', '97163'] as const

export function drawServices(
  draw: Chance,
  of: { readonly first: boolean; readonly byAssistant: boolean; readonly startsAt: number },
): GeneratedService[] {
  let at = of.startsAt
  const done = (procedureCode: string, minutes: number, unitChargeCents: number): GeneratedService => {
    const block = draw.happens(30) ? { from: clock(at), to: clock(at + minutes) } : null
    at += minutes
    return {
      ...{ procedureCode, minutes, unitChargeCents, block },
      assistantMinutes: of.byAssistant ? assistantPart(draw, minutes) : 0,
      diagnosisPointers: draw.happens(70) ? [1] : [1, 2],
    }
  }
  const left = [...treatments]
  const count = draw.whole(3, 6) - (of.first ? 1 : 0)
  const evaluation = of.first ? [done(draw.pick(evaluations), draw.whole(30, 45), 15_000)] : []
  const treated = Array.from({ length: count }, () => {
    const [chosen = treatments[0]] = left.splice(draw.whole(0, left.length - 1), 1)
    const [procedureCode, shortest, longest, charge] = chosen
    // Now and then a service is too short to earn a unit by itself.
    return done(procedureCode, draw.happens(8) ? draw.whole(3, 7) : draw.whole(shortest, longest), charge)
  })
  return [...evaluation, ...treated]
}

/** The whole of it, a part, or none. */
function assistantPart(draw: Chance, minutes: number): number {
  if (draw.happens(55)) return minutes
  return draw.happens(50) ? draw.whole(1, minutes) : 0
}

function clock(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
