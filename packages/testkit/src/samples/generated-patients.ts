/** People who never were: names of trees and weather, and nobody's birthday. */
import type { PayerFamily } from '@tally/kernel'
import type { Chance } from './chance.ts'

const lastNames = [
  'ALDER',
  'BIRCH',
  'CEDAR',
  'ELDER',
  'HAZEL',
  'JUNIPER',
  'LARCH',
  'MAPLE',
  'ROWAN',
  'WILLOW',
] as const
const firstNames = [
  'AUTUMN',
  'BREEZE',
  'DAWN',
  'EVE',
  'FROST',
  'GALE',
  'MISTY',
  'RAIN',
  'SUNNY',
  'WINTER',
] as const
const streets = ['1 OAK ST', '2 ELM AVE', '3 FERN LN', '4 MOSS CT'] as const

/** Medicare's are 65 and older, the others of working age. */
export function drawPatient(draw: Chance, family: PayerFamily, year: number) {
  const old = family === 'medicare-b' || family === 'medicare-advantage'
  const age = old ? draw.whole(66, 92) : draw.whole(19, 63)
  const two = (part: number) => String(part).padStart(2, '0')
  return {
    name: { last: draw.pick(lastNames), first: draw.pick(firstNames), middle: null, suffix: null },
    birthDate: `${year - age}-${two(draw.whole(1, 12))}-${two(draw.whole(1, 28))}`,
    sex: draw.pick(['F', 'M']),
    address: { line1: draw.pick(streets), line2: null, city: 'PORTLAND', state: 'OR', zip: '97201' },
  }
}
