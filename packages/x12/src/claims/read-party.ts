/**
 * A party and what belongs to it:
 *
 *   NM1*role*kind*name*first*middle**suffix*qualifier*id
 *   N3*line*line | N4*city*state*zip*country | DMG*D8*born*sex | PRV*role*PXC*taxonomy | REF | PER | DTP*573
 */
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { given, type Segment } from '../reader/segment.ts'
import { dateAt, daysAt } from '../reader/value-at.ts'
import type { PartyLoop } from './claim-loops.ts'
import type { AddressRead, ContactRead, Party, Reference } from './party.ts'
import { leftOver, referenceIn } from './segment-values.ts'

const kinds: ReadonlyMap<string | null, 'person' | 'organization'> = new Map([
  ['1', 'person'],
  ['2', 'organization'],
])

/** The first of each, and all of REF and PER. */
interface Parts {
  n3: Segment | null
  n4: Segment | null
  dmg: Segment | null
  prv: Segment | null
  decided: Segment | null
  readonly references: Reference[]
  readonly contacts: ContactRead[]
  readonly unread: Segment[]
}

export function readParty(loop: PartyLoop, report: Report): Party {
  const [nm1] = loop
  const { n3, n4, dmg, prv, decided, references, contacts, unread } = partsOf(loop)
  const party = {
    role: given(nm1, 1) ?? '',
    kind: kinds.get(given(nm1, 2)) ?? null,
    name: given(nm1, 3),
    first: given(nm1, 4),
    middle: given(nm1, 5),
    suffix: given(nm1, 7),
    idQualifier: given(nm1, 8),
    id: given(nm1, 9),
    address: addressIn(n3, n4),
    birthDate: dmg ? dateAt(dmg, 2, report) : null,
    sex: dmg ? given(dmg, 3) : null,
    taxonomy: prv ? given(prv, 3) : null,
    references,
    contacts,
    decidedOn: decided ? daysAt(decided, given(decided, 2) ?? '', 3, report).from : null,
    unread: leftOver(unread, report),
    segment: nm1.ordinal,
  }
  return ofLoop(party, loop)
}

/** In one pass: a file has more parties than anything else but lines. */
function partsOf(loop: PartyLoop): Parts {
  const parts: Parts = {
    ...{ n3: null, n4: null, dmg: null, prv: null, decided: null },
    ...{ references: [], contacts: [], unread: [] },
  }
  for (let at = 1; at < loop.length; at++) {
    const segment = loop[at]
    if (segment) sort(segment, parts)
  }
  return parts
}

function sort(segment: Segment, parts: Parts): void {
  const { tag } = segment
  if (tag === 'N3') parts.n3 ??= segment
  else if (tag === 'N4') parts.n4 ??= segment
  else if (tag === 'REF') parts.references.push(referenceIn(segment))
  else if (tag === 'DMG') parts.dmg ??= segment
  else if (tag === 'PRV') parts.prv ??= segment
  else if (tag === 'PER') parts.contacts.push(contactIn(segment))
  else if (tag !== 'DTP') parts.unread.push(segment)
  else if (given(segment, 1) === '573') parts.decided ??= segment
}

function addressIn(n3: Segment | null, n4: Segment | null): AddressRead | null {
  const first = n3 ?? n4
  if (!first) return null
  return {
    line1: n3 ? given(n3, 1) : null,
    line2: n3 ? given(n3, 2) : null,
    city: n4 ? given(n4, 1) : null,
    state: n4 ? given(n4, 2) : null,
    zip: n4 ? given(n4, 3) : null,
    country: n4 ? given(n4, 4) : null,
    segment: first.ordinal,
  }
}

function contactIn(per: Segment): ContactRead {
  const numbers = [3, 5, 7].flatMap((place) => {
    const value = given(per, place + 1)
    return value === null ? [] : [{ qualifier: given(per, place) ?? '', value }]
  })
  return { name: given(per, 2), numbers, segment: per.ordinal }
}

export function partyOf(parties: readonly Party[], role: string): Party | null {
  for (const party of parties) if (party.role === role) return party
  return null
}
