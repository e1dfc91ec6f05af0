/**
 * Generated claims with hostile texts in some of their fields, and what the writer has to answer: the documents as they
 * must come back, with every replacement, or every refusal. Lengths are those of x12.md 1.2.
 */
import fc from 'fast-check'
import type { ClaimDocument } from '../claim-document.ts'
import type { Replacement } from '../writer/problem.ts'
import { batches } from './sample-claim-documents.ts'
import {
  type HostileText,
  hostileNumber,
  hostileText,
  inCapitals,
  numberWritten,
} from './sample-hostile-texts.ts'

export interface HostileClaims {
  readonly claims: readonly ClaimDocument[]
  readonly expected: Expected
}

interface Expected {
  /** `pointer rule` of every refusal; none of a batch that is written. */
  readonly refusals: readonly string[]
  readonly replacements: readonly Replacement[]
  /** As they come back out of the file. */
  readonly claims: readonly ClaimDocument[]
}

interface Field {
  readonly number: boolean
  readonly most: number
  readonly least: number
  readonly needed: boolean
}
type Row = readonly [path: string, field: Field]

const text = (most: number, needed = false, least = 1): Field => ({ number: false, most, least, needed })
const number = (most: number, least = 1, needed = false): Field => ({ number: true, most, least, needed })
const below = (paths: string, rows: readonly Row[]): Row[] =>
  paths.split(' ').flatMap((path) => rows.map(([own, field]): Row => [`${path}/${own}`, field]))

const clinician: readonly Row[] = [
  ['last', text(60, true)],
  ['first', text(35)],
]
/** By path, numbers of a list as `*`. */
const fields: ReadonlyMap<string, Field> = new Map([
  ...below('billingProvider subscriber/party/name patient/name otherPayers/*/subscriber/name', [
    ...clinician,
    ['middle', text(25)],
    ['suffix', text(10)],
  ]),
  ...below('referringProvider renderingProvider supervisingProvider', clinician),
  ...below('lines/*/renderingProvider lines/*/supervisingProvider', clinician),
  ...below('billingProvider payer serviceFacility otherPayers/*/payer', [['name', text(60, true)]]),
  // Of an organization.
  ...below('subscriber/party otherPayers/*/subscriber', [['name', text(60, true)]]),
  ...below(
    'billingProvider/address payToAddress subscriber/party/address payer/address patient/address ' +
      'serviceFacility/address otherPayers/*/subscriber/address otherPayers/*/payer/address',
    [
      ['line1', text(55, true)],
      ['line2', text(55)],
      ['city', text(30, true, 2)],
    ],
  ),
  ...below('billingProvider/contact', [['name', text(60)]]),
  ...below('subscriber otherPayers/*', [
    ['groupName', text(60)],
    ['groupNumber', number(50)],
    ['memberId', number(80, 2, true)],
  ]),
  ...below('payer otherPayers/*/payer', [['id', number(80, 2, true)]]),
  ...below('subscriber patient', [['propertyCasualtyClaimNumber', number(50)]]),
  ...below('lines/*', [
    ['description', text(80)],
    ['note', text(80)],
    ['priorAuthorization', number(50)],
  ]),
  ['claimNote', text(80)],
  ['attachments/*/controlNumber', number(50, 2)],
  ['otherPayers/*/payerClaimNumber', number(50)],
  ...'payerClaimNumber referralNumber priorAuthorization medicalRecordNumber'
    .split(' ')
    .map((path): Row => [path, number(50)]),
])

type Path = readonly (string | number)[]

/** Every field of a claim that holds a text of the table. */
function fieldsOf(value: unknown, path: Path = []): { readonly path: Path; readonly field: Field }[] {
  if (typeof value === 'string') {
    const field = fields.get(path.map((key) => (typeof key === 'number' ? '*' : key)).join('/'))
    return field ? [{ path, field }] : []
  }
  if (Array.isArray(value)) return value.flatMap((one, index) => fieldsOf(one, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => fieldsOf(one, [...path, key]))
}

interface Spoil {
  readonly claim: number
  readonly path: Path
  readonly field: Field
  readonly text: HostileText
}

const spoils = fc.array(
  fc.record({ claim: fc.nat(2), field: fc.nat(9999), text: hostileText, number: hostileNumber }),
  { maxLength: 6 },
)

/** Of one to three claims, up to six fields spoiled. */
export const hostileClaims: fc.Arbitrary<HostileClaims> = fc.tuple(batches, spoils).map(([claims, drawn]) => {
  const spoiled = new Map<string, Spoil>()
  const fieldsOfEach = claims.map((claim) => fieldsOf(claim))
  for (const { claim: draw, field: at, text: typed, number: numbered } of drawn) {
    const claim = draw % claims.length
    const own = fieldsOfEach[claim] ?? []
    const chosen = own[at % own.length]
    if (chosen === undefined) continue
    const { path, field } = chosen
    spoiled.set(`${claim}/${path.join('/')}`, { claim, path, field, text: field.number ? numbered : typed })
  }
  const all = [...spoiled.values()]
  const given = changed(claims, all, ({ text: { given: typed } }) => typed)
  return { claims: given, expected: expectedOf(claims, given, all) }
})

function expectedOf(
  claims: readonly ClaimDocument[],
  given: readonly ClaimDocument[],
  all: readonly Spoil[],
): Expected {
  const refusals = all.flatMap((spoil) =>
    rulesBroken(spoil, given[spoil.claim]).map((rule) => `${pointerOf(spoil)} ${rule}`),
  )
  const twice = given.flatMap(({ otherPayers }, claim) => {
    const ids = otherPayers.map(({ payer }) => payer.id.trim().toUpperCase())
    return ids.flatMap((id, index) =>
      ids.indexOf(id) < index ? [`/claims/${claim}/otherPayers/${index}/payer/id x12/other-payer`] : [],
    )
  })
  const replacements = all.flatMap((spoil): Replacement[] => {
    const to = writtenOf(spoil, given[spoil.claim]) ?? ''
    const from = spoil.text.given
    const unchanged = spoil.field.number ? from.trim().toUpperCase() : inCapitals(from)
    return to === unchanged ? [] : [{ pointer: pointerOf(spoil), from, to }]
  })
  const back = changed(claims, all, (spoil) => writtenOf(spoil, given[spoil.claim]) || null)
  return { refusals: [...refusals, ...twice], replacements, claims: back }
}

function pointerOf({ claim, path }: Spoil): string {
  return `/claims/${claim}/${path.join('/')}`
}

/**
 * `''` where nothing is left, which is a field that was left out; null where it can't be written. Medicare's number goes
 * without its hyphens, which may lay bare a tab at its end: `N<tab>-` is written as N.
 */
function writtenOf(
  { path, text: { given, written } }: Spoil,
  claim: ClaimDocument | undefined,
): string | null {
  const medicare = path.join('/') === 'subscriber/memberId' && claim?.subscriber.filingIndicator === 'MB'
  return medicare ? numberWritten(given.replace(/[ -]/g, '')) : written
}

function rulesBroken(spoil: Spoil, claim: ClaimDocument | undefined): string[] {
  const { field } = spoil
  const written = writtenOf(spoil, claim)
  if (written === null) return [field.number ? 'x12/delimiter' : 'x12/unwritable']
  const { length } = written
  if (length === 0) return [...(field.needed ? ['x12/missing'] : []), ...rulesOfBlank(spoil, claim)]
  if (length > field.most) return ['x12/too-long']
  return length < field.least ? ['x12/too-short'] : []
}

/** What else a blank field breaks. */
function rulesOfBlank({ path }: Spoil, claim: ClaimDocument | undefined): string[] {
  const at = path.join('/')
  const plan = claim?.subscriber.filingIndicator ?? ''
  if (at === 'payerClaimNumber') return ['x12/payer-claim-number']
  if (at.startsWith('attachments/')) return ['x12/attachment']
  const injury = at.endsWith('/propertyCasualtyClaimNumber') && ['WC', 'AM'].includes(plan)
  return injury ? ['x12/property-casualty-number'] : []
}

/** Copies of the claims with another value at each path. */
function changed(
  claims: readonly ClaimDocument[],
  all: readonly Spoil[],
  textOf: (spoil: Spoil) => string | null,
): ClaimDocument[] {
  return claims.map((claim, index) =>
    all
      .filter((spoil) => spoil.claim === index)
      .reduce((copy, spoil) => withValue(copy, spoil.path, textOf(spoil)) as ClaimDocument, claim),
  )
}

function withValue(value: unknown, [key, ...rest]: Path, leaf: string | null): unknown {
  if (key === undefined) return leaf
  const copy = Array.isArray(value) ? [...value] : { ...Object(value) }
  copy[key] = withValue(copy[key], rest, leaf)
  return copy
}
