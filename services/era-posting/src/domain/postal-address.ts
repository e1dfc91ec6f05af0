/** An address as one writes it on an envelope (USPS Publication 28, 2: street, then city, state and ZIP). */
export interface PostalAddress {
  readonly line1: string
  readonly line2?: string | null | undefined
  readonly city: string
  readonly state: string
  /** 5 or 9 digits. */
  readonly zip: string
}

export function envelopeLines({ line1, line2, city, state, zip }: PostalAddress): readonly string[] {
  const zipText = zip.length === 9 ? `${zip.slice(0, 5)}-${zip.slice(5)}` : zip
  return [line1, line2 ?? '', `${city}, ${state} ${zipText}`].filter((line) => line !== '')
}
