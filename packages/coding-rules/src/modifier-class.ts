/** The places a modifier may take on a line, by what it says. */
export const modifierClasses = [
  'discipline',
  'assistant',
  'distinct',
  'repeat',
  'kx',
  'telehealth',
  'liability',
  'reduced',
  'side',
  'other',
] as const
export type ModifierClass = (typeof modifierClasses)[number]
