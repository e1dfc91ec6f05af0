/**
 * Where a moment of a trace stands on paper. A visit works for milliseconds and then waits days for its payer: what is
 * long and not ours is drawn as a narrow break, and the rest to scale.
 */
import { endOf } from './kept-span.ts'
import type { Stretch } from './shares-of-time.ts'

export interface TimeAxis {
  /** From 0 to 10,000, whole. */
  place(us: number): number
  /** Where it is not to scale. */
  readonly breaks: readonly { readonly from: number; readonly to: number; readonly lastsUs: number }[]
}

export const axisWidth = 10_000
const breakWidth = 300
/** All breaks together take no more than this. */
const breaksWidth = 4_000
/** Idle time beyond this share of the rest is drawn as a break. */
const longShare = 0.05

interface Piece {
  readonly fromUs: number
  readonly toUs: number
  readonly isBreak: boolean
}

export function timeAxis(stretches: readonly Stretch[]): TimeAxis {
  const pieces = piecesOf(stretches)
  const breaks = pieces.filter(({ isBreak }) => isBreak).length
  const each = Math.min(breakWidth, breaksWidth / Math.max(1, breaks))
  const toScaleUs = lengthOf(pieces.filter(({ isBreak }) => !isBreak))
  const scale = toScaleUs === 0 ? 0 : (axisWidth - each * breaks) / toScaleUs
  let at = 0
  const drawn = pieces.map((piece) => {
    const from = at
    at += piece.isBreak ? each : (piece.toUs - piece.fromUs) * scale
    return { ...piece, from, to: at }
  })
  return {
    place(us) {
      const piece = drawn.find(({ toUs }) => us <= toUs) ?? drawn.at(-1)
      if (!piece || piece.toUs === piece.fromUs) return Math.round(piece?.from ?? 0)
      const share = (us - piece.fromUs) / (piece.toUs - piece.fromUs)
      return Math.round(piece.from + Math.min(1, Math.max(0, share)) * (piece.to - piece.from))
    },
    breaks: drawn
      .filter(({ isBreak }) => isBreak)
      .map(({ from, to, fromUs, toUs }) => ({
        ...{ from: Math.round(from), to: Math.round(to) },
        lastsUs: toUs - fromUs,
      })),
  }
}

/** Busy and idle by turns; short idle times go with what is busy. */
function piecesOf(stretches: readonly Stretch[]): Piece[] {
  const busy: { fromUs: number; toUs: number }[] = []
  for (const stretch of [...stretches].sort((a, b) => a.startedUs - b.startedUs)) {
    const last = busy.at(-1)
    if (last && stretch.startedUs <= last.toUs) last.toUs = Math.max(last.toUs, endOf(stretch))
    else busy.push({ fromUs: stretch.startedUs, toUs: endOf(stretch) })
  }
  const longUs = lengthOf(busy) * longShare
  return busy.flatMap((piece, place) => {
    const own = { ...piece, isBreak: false }
    const before = busy[place - 1]
    if (!before) return [own]
    const idle = { fromUs: before.toUs, toUs: piece.fromUs }
    return [{ ...idle, isBreak: idle.toUs - idle.fromUs > longUs }, own]
  })
}

function lengthOf(pieces: readonly { readonly fromUs: number; readonly toUs: number }[]): number {
  return pieces.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0)
}
