/**
 * A party and what belongs to it:
 *
 *   NM1*role*kind*name*first*middle**suffix*qualifier*id
 *   N3*line*line | N4*city*state*zip*country | DMG*D8*born*sex | PRV*role*PXC*taxonomy | REF | PER | DTP*573
 */
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { given, type Segment } from '../reader/segment.ts'
import { dateAt, daysAt, qualified } from '../reader/value-at.ts'
import type { PartyLoop } from './claim-loops.ts'
import type { AddressRead, ContactRead, Party } from './party.ts'
import { only, referencesIn, unreadIn } from './segment-values.ts'

const read: ReadonlySet<string> = new Set(['NM1', 'N3', 'N4', 'DMG', 'PRV', 'REF', 'PER', 'DTP'])
const kinds: ReadonlyMap<string | null, 'person' | 'organization'> = new Map([
  ['1', 'person'],
  ['2', 'organization'],
])

export function readParty(loop: PartyLoop, report: Report): Party {
  const [nm1] = loop
  const decided = qualified(loop, 'DTP', '573')
  const [dmg] = only(loop, 'DMG')
  const [prv] = only(loop, 'PRV')
  const party = {
    role: given(nm1, 1) ?? '',
    kind: kinds.get(given(nm1, 2)) ?? null,
    name: given(nm1, 3),
    first: given(nm1, 4),
    middle: given(nm1, 5),
    suffix: given(nm1, 7),
    idQualifier: given(nm1, 8),
    id: given(nm1, 9),
    address: addressIn(loop),
    birthDate: dmg ? dateAt(dmg, 2, report) : null,
    sex: dmg ? given(dmg, 3) : null,
    taxonomy: prv ? given(prv, 3) : null,
    references: referencesIn(loop),
    contacts: only(loop, 'PER').map(contactIn),
    decidedOn: decided ? daysAt(decided, given(decided, 2) ?? '', 3, report).from : null,
    unread: unreadIn(loop, read, report),
    segment: nm1.ordinal,
  }
  return ofLoop(party, loop)
}

function addressIn(loop: readonly Segment[]): AddressRead | null {
  const [n3] = only(loop, 'N3')
  const [n4] = only(loop, 'N4')
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
  return parties.find((party) => party.role === role) ?? null
}
