/**
 * Where each field stands, in X12 and on the paper form, as its problem says: a claim in which every field that
 * has a form or a length breaks it.
 */
import { serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import type { ClaimDocument } from './claim-document.ts'
import { sampleClaim, sampleDependentClaim, sampleLine, sampleSecondaryClaim } from './sample-claim.ts'
import { problemsOfClaim } from './write-837p.ts'

const long = 'A'.repeat(99)
const name = { last: long, first: long, middle: long, suffix: long }
const address = { line1: long, line2: long, city: long, state: 'XX', zip: '1' }
const clinician = { npi: '1', last: long, first: long }
const ahead = serviceDate('2027-01-01')

function wrongEverywhere(): ClaimDocument {
  const { billingProvider, subscriber } = sampleClaim()
  const { patient } = sampleDependentClaim()
  const [other] = sampleSecondaryClaim().otherPayers
  const [decision] = other?.lines ?? []
  if (!patient || !other || !decision) throw new Error('the samples have them')
  return sampleClaim({
    claimNumber: 'X',
    billingProvider: {
      ...billingProvider,
      ...{ kind: 'person', ...name, npi: '1', taxonomy: '1', taxId: '1', address },
      contact: { name: long, phone: '1' },
    },
    payToAddress: { ...address, line1: `${long}B` },
    subscriber: {
      ...subscriber,
      ...{
        filingIndicator: '1',
        medicareSecondaryType: '1',
        groupNumber: long,
        groupName: long,
        memberId: long,
      },
      party: { kind: 'person', name, birthDate: null, sex: null, address: null },
    },
    payer: { id: long, name: long, address },
    patient: { ...patient, name, address, propertyCasualtyClaimNumber: long },
    placeOfService: '1',
    accidentState: '1',
    ...{ onsetDate: ahead, initialTreatmentDate: ahead, lastSeenDate: ahead, acuteManifestationDate: ahead },
    ...{ accidentDate: ahead, lastXrayDate: ahead, disabledFrom: ahead, lastWorkedDate: ahead },
    ...{ admissionDate: ahead, dischargeDate: ahead, assumedCareDate: ahead, relinquishedCareDate: ahead },
    ...{ firstContactDate: ahead, specialProgram: '1', delayReason: '0', serviceAuthorizationException: '0' },
    relatedCauses: ['other'],
    attachments: [{ reportType: '1', transmission: '1', controlNumber: long }],
    ...{ referralNumber: long, priorAuthorization: long, medicalRecordNumber: long, claimNote: long },
    diagnoses: ['1', '2'],
    referringProvider: clinician,
    renderingProvider: { ...clinician, npi: '2', taxonomy: '1' },
    supervisingProvider: clinician,
    serviceFacility: { npi: '3', name: long, address },
    otherPayers: [
      {
        ...other,
        ...{ filingIndicator: '1', groupNumber: long, groupName: long, memberId: long, remarks: ['1'] },
        ...{ responsibility: 'S', payerClaimNumber: long },
        subscriber: { kind: 'organization', name: long, address },
        payer: { id: long, name: long, address },
        lines: [
          {
            ...decision,
            ...{ procedureCode: '1', modifiers: ['1'], units: -1, bundledInto: 0 },
            adjustments: decision.adjustments.map((each) => ({ ...each, reason: '', quantity: -1 })),
          },
        ],
      },
    ],
    lines: [
      sampleLine({
        ...{ chargeLineId: 'L00000001', procedureCode: '1', modifiers: ['1'], description: long, note: long },
        ...{ placeOfService: '1', priorAuthorization: long, units: 0, diagnosisPointers: [0, 1.5] },
        renderingProvider: { ...clinician, npi: '4', taxonomy: '1' },
        supervisingProvider: { ...clinician, npi: '5' },
      }),
    ],
  })
}

const expected = `
/accidentDate date-in-future 2300 DTP03 15
/accidentState state 2300 CLM11-4 10b
/acuteManifestationDate date-in-future 2300 DTP03 15
/admissionDate date-in-future 2300 DTP03 18
/assumedCareDate date-in-future 2300 DTP03 15
/attachments/0/controlNumber too-long 2300 PWK06 19
/attachments/0/reportType code 2300 PWK01 19
/attachments/0/transmission code 2300 PWK02 19
/billingProvider/address/city too-long 2010AA N401 33
/billingProvider/address/line1 too-long 2010AA N301 33
/billingProvider/address/line2 too-long 2010AA N302 33
/billingProvider/address/state state 2010AA N402 33
/billingProvider/address/zip zip 2010AA N403 33
/billingProvider/contact/name too-long 2010AA PER02 33
/billingProvider/contact/phone phone 2010AA PER04 33
/billingProvider/first too-long 2010AA NM104 33
/billingProvider/last too-long 2010AA NM103 33
/billingProvider/middle too-long 2010AA NM105 33
/billingProvider/npi npi 2010AA NM109 33a
/billingProvider/suffix too-long 2010AA NM107 33
/billingProvider/taxId tax-id 2010AA REF02 25
/billingProvider/taxonomy taxonomy 2000A PRV03 33b
/claimNote too-long 2300 NTE02 19
/claimNumber claim-number 2300 CLM01 26
/delayReason code 2300 CLM20 -
/diagnoses/0 diagnosis-code 2300 HI01-2 21
/diagnoses/1 diagnosis-code 2300 HI02-2 21
/disabledFrom date-in-future 2300 DTP03 16
/dischargeDate date-in-future 2300 DTP03 18
/firstContactDate date-in-future 2300 DTP03 15
/initialTreatmentDate date-in-future 2300 DTP03 15
/lastSeenDate date-in-future 2300 DTP03 15
/lastWorkedDate date-in-future 2300 DTP03 16
/lastXrayDate date-in-future 2300 DTP03 15
/lines/0/description too-long 2400 SV101-7 24D
/lines/0/diagnosisPointers/0 diagnosis-pointer 2400 SV107-1 24E
/lines/0/diagnosisPointers/1 diagnosis-pointer 2400 SV107-2 24E
/lines/0/modifiers/0 modifier 2400 SV101-3 24D
/lines/0/note too-long 2400 NTE02 24
/lines/0/placeOfService place-of-service 2400 SV105 24B
/lines/0/priorAuthorization too-long 2400 REF02 23
/lines/0/procedureCode procedure-code 2400 SV101-2 24D
/lines/0/renderingProvider/first too-long 2420A NM104 31
/lines/0/renderingProvider/last too-long 2420A NM103 31
/lines/0/renderingProvider/npi npi 2420A NM109 24J
/lines/0/renderingProvider/taxonomy taxonomy 2420A PRV03 24I
/lines/0/supervisingProvider/first too-long 2420D NM104 17
/lines/0/supervisingProvider/last too-long 2420D NM103 17
/lines/0/supervisingProvider/npi npi 2420D NM109 17b
/lines/0/units units 2400 SV104 24G
/medicalRecordNumber too-long 2300 REF02 -
/onsetDate date-in-future 2300 DTP03 14
/otherPayers/0/filingIndicator filing-indicator 2320 SBR09 -
/otherPayers/0/groupName too-long 2320 SBR04 9d
/otherPayers/0/groupNumber too-long 2320 SBR03 9a
/otherPayers/0/lines/0/adjustments/0/quantity units 2430 CAS04 -
/otherPayers/0/lines/0/adjustments/0/reason code 2430 CAS02 -
/otherPayers/0/lines/0/adjustments/1/quantity units 2430 CAS04 -
/otherPayers/0/lines/0/adjustments/1/reason code 2430 CAS02 -
/otherPayers/0/lines/0/bundledInto other-payer 2430 SVD06 -
/otherPayers/0/lines/0/modifiers/0 modifier 2430 SVD03-3 -
/otherPayers/0/lines/0/procedureCode procedure-code 2430 SVD03-2 -
/otherPayers/0/lines/0/units units 2430 SVD05 -
/otherPayers/0/memberId too-long 2330A NM109 9a
/otherPayers/0/payer/address/city too-long 2330B N401 -
/otherPayers/0/payer/address/line1 too-long 2330B N301 -
/otherPayers/0/payer/address/line2 too-long 2330B N302 -
/otherPayers/0/payer/address/state state 2330B N402 -
/otherPayers/0/payer/address/zip zip 2330B N403 -
/otherPayers/0/payer/id too-long 2330B NM109 -
/otherPayers/0/payer/name too-long 2330B NM103 9d
/otherPayers/0/payerClaimNumber too-long 2330B REF02 -
/otherPayers/0/remarks/0 code 2320 MOA03 -
/otherPayers/0/subscriber/address/city too-long 2330A N401 -
/otherPayers/0/subscriber/address/line1 too-long 2330A N301 -
/otherPayers/0/subscriber/address/line2 too-long 2330A N302 -
/otherPayers/0/subscriber/address/state state 2330A N402 -
/otherPayers/0/subscriber/address/zip zip 2330A N403 -
/otherPayers/0/subscriber/name too-long 2330A NM103 9
/patient/address/city too-long 2010CA N401 5
/patient/address/line1 too-long 2010CA N301 5
/patient/address/line2 too-long 2010CA N302 5
/patient/address/state state 2010CA N402 5
/patient/address/zip zip 2010CA N403 5
/patient/name/first too-long 2010CA NM104 2
/patient/name/last too-long 2010CA NM103 2
/patient/name/middle too-long 2010CA NM105 2
/patient/name/suffix too-long 2010CA NM107 2
/patient/propertyCasualtyClaimNumber too-long 2010CA REF02 11b
/payToAddress/city too-long 2010AB N401 -
/payToAddress/line1 too-long 2010AB N301 -
/payToAddress/line2 too-long 2010AB N302 -
/payToAddress/state state 2010AB N402 -
/payToAddress/zip zip 2010AB N403 -
/payer/address/city too-long 2010BB N401 -
/payer/address/line1 too-long 2010BB N301 -
/payer/address/line2 too-long 2010BB N302 -
/payer/address/state state 2010BB N402 -
/payer/address/zip zip 2010BB N403 -
/payer/id too-long 2010BB NM109 -
/payer/name too-long 2010BB NM103 11c
/placeOfService place-of-service 2300 CLM05-1 24B
/priorAuthorization too-long 2300 REF02 23
/referralNumber too-long 2300 REF02 23
/referringProvider/first too-long 2310A NM104 17
/referringProvider/last too-long 2310A NM103 17
/referringProvider/npi npi 2310A NM109 17b
/relinquishedCareDate date-in-future 2300 DTP03 15
/renderingProvider/first too-long 2310B NM104 31
/renderingProvider/last too-long 2310B NM103 31
/renderingProvider/npi npi 2310B NM109 24J
/renderingProvider/taxonomy taxonomy 2310B PRV03 24I
/serviceAuthorizationException code 2300 REF02 -
/serviceFacility/address/city too-long 2310C N401 32
/serviceFacility/address/line1 too-long 2310C N301 32
/serviceFacility/address/line2 too-long 2310C N302 32
/serviceFacility/address/state state 2310C N402 32
/serviceFacility/address/zip zip 2310C N403 32
/serviceFacility/name too-long 2310C NM103 32
/serviceFacility/npi npi 2310C NM109 32a
/specialProgram code 2300 CLM12 -
/subscriber/filingIndicator filing-indicator 2000B SBR09 1
/subscriber/groupName too-long 2000B SBR04 11c
/subscriber/groupNumber too-long 2000B SBR03 11
/subscriber/medicareSecondaryType medicare-secondary-type 2000B SBR05 -
/subscriber/medicareSecondaryType medicare-secondary-type 2000B SBR05 -
/subscriber/memberId too-long 2010BA NM109 1a
/subscriber/party/name/first too-long 2010BA NM104 4
/subscriber/party/name/last too-long 2010BA NM103 4
/subscriber/party/name/middle too-long 2010BA NM105 4
/subscriber/party/name/suffix too-long 2010BA NM107 4
/supervisingProvider/first too-long 2310D NM104 17
/supervisingProvider/last too-long 2310D NM103 17
/supervisingProvider/npi npi 2310D NM109 17b
`

it('every field knows its places', () => {
  const seen = problemsOfClaim(wrongEverywhere(), serviceDate('2026-11-21'))
    .filter(({ rule }) => !/balance|claim-total|diagnosis-twice/.test(rule))
    .map(
      ({ pointer, rule, x12, cms1500 }) => `${pointer} ${rule.replace('x12/', '')} ${x12} ${cms1500 ?? '-'}`,
    )
  expect(seen.sort().join('\n')).toBe(expected.trim())
})
