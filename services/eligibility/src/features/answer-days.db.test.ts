import { denialRootCauseFound, payerProfileChanged } from '@tally/contracts'
import { plusMilliseconds } from '@tally/kernel'
import { saying } from '@tally/platform'
import { operatorKey, say } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleEligibility, startSampleEligibility } from './sample-eligibility.ts'
import { active, inactive, wantsAuthorization } from './sample-payers.ts'

let tally: SampleEligibility

beforeAll(async () => {
  tally = await startSampleEligibility()
})
afterAll(() => tally.stop())

type Day = ReturnType<SampleEligibility['day']>
const until = (day: Day, words: string) => expect.poll(() => day.said(), { interval: 20 }).toBe(words)
const clearedActive = 'v1 cleared active'
const slow = 'v1 cleared unknown coverage/unknown authorization/unknown'
/** One in a row that did not answer is forgotten, so that no test opens the circuit for the next one. */
const closeCircuit = () => tally.sql('delete from eligibility.circuit')

describe('a treatment day', () => {
  it('is cleared once its payer says active, and a 270 for plan and therapy was asked', async () => {
    const day = tally.day({ patient: 'ACTIVE', member: 'ACTIVE1' })
    await day.captured()
    await until(day, clearedActive)
    const [question, ...more] = tally.payers.questionsOf('ACTIVE1')
    expect(question?.text).toMatch(/EQ\*30~\s*EQ\*PT~/)
    expect(question?.text).toContain(`TRN*1*${question?.trace}*9TALLYSUB0`)
    expect(more).toEqual([])
    const [answer] = await day.answers()
    expect(answer).toMatchObject({ sequence: 1, correlationid: day.id, data: { decision: 1, payerId: 'P1' } })
    expect(tally.opened(answer)).toEqual({ priorAuthorization: null })
    const verified = (await tally.saidOn('eligibility.coverages')).filter(
      ({ subject }) => subject === day.patientId,
    )
    expect(verified).toMatchObject([
      {
        type: 'coverage.verified.v1',
        sequence: 1,
        data: { coverage: 'active', asOf: '2026-03-02', payerId: 'P1' },
      },
    ])
  })

  it('is held when the payer says inactive, with the reason that an auditor can read', async () => {
    tally.payers.script('INACTIVE1', inactive)
    const day = tally.day({ patient: 'INACTIVE', member: 'INACTIVE1' })
    await day.captured()
    await until(day, 'v1 held: coverage/inactive')
    const [answer] = await day.answers()
    expect(answer?.data).toMatchObject({
      reasons: expect.arrayContaining([
        {
          ...{ rule: 'coverage/inactive', edition: '1', says: 'the payer says: not covered on 2026-03-02' },
          facts: {
            date: '2026-03-02',
            asOf: '2026-03-02',
            checkId: tally.payers.questionsOf('INACTIVE1')[0]?.trace,
          },
          citation: expect.stringContaining('271'),
        },
      ]),
    })
  })

  it.each<[string, Parameters<SampleEligibility['day']>[0]]>([
    ['workers’ compensation', { family: 'workers-comp' }],
    ['auto', { family: 'auto' }],
    ['the patient who pays', { responsibleParty: 'self' }],
    ['a third party that pays', { responsibleParty: 'third-party' }],
  ])('of %s is cleared at once and nobody is asked', async (name, settings) => {
    const day = tally.day({ patient: name, member: `N${name.length}`, ...settings })
    await day.captured()
    await tally.settled()
    expect(await day.said()).toBe('v1 cleared not-checked')
    expect(tally.payers.questionsOf(`N${name.length}`)).toEqual([])
    const asked = settings?.responsibleParty === undefined ? 'P1' : null
    expect((await day.answers())[0]?.data).toMatchObject({ payerId: asked })
  })

  it('that is held by its codes is not answered, and is once they are mended', async () => {
    const day = tally.day({ patient: 'HELD', member: 'HELD1' })
    await day.held(1)
    await tally.settled()
    expect(await day.answers()).toEqual([])
    await day.captured(2)
    await until(day, 'v2 cleared active')
  })

  it('that is voided says nothing more, and is answered when it comes again', async () => {
    const day = tally.day({ patient: 'VOIDED', member: 'VOIDED1' })
    await day.captured()
    await until(day, clearedActive)
    await day.voided(2)
    await tally.settled()
    expect(await day.answers()).toHaveLength(1)
    await day.captured(3)
    await until(day, 'v3 cleared active')
  })
})

describe('an earlier answer', () => {
  it('serves the month’s next visits: one 270 for a week of them', async () => {
    const days = ['2026-03-02', '2026-03-04', '2026-03-06'].map((date) =>
      tally.day({ patient: 'REUSE', date, member: 'REUSE1' }),
    )
    for (const day of days) {
      await day.captured()
      await until(day, clearedActive)
    }
    expect(tally.payers.questionsOf('REUSE1')).toHaveLength(1)
  })

  it('serves a correction whatever its age, and another card asks anew', async () => {
    const day = tally.day({ patient: 'CORRECT', member: 'CORRECT1' })
    await day.captured()
    await until(day, clearedActive)
    await day.corrected(2, { codes: ['97110', '97530'] })
    await until(day, 'v2 cleared active')
    expect(tally.payers.questionsOf('CORRECT1')).toHaveLength(1)
    tally.payers.script('CORRECT2', inactive)
    await day.corrected(3, { member: 'CORRECT2' })
    await until(day, 'v3 held: coverage/inactive')
    expect((await day.answers()).map(({ sequence }) => sequence)).toEqual([1, 2, 3])
  })

  it('is worth nothing once a denial says that the cover was otherwise', async () => {
    const first = tally.day({ patient: 'DENIED', member: 'DENIED1' })
    await first.captured()
    await until(first, clearedActive)
    tally.payers.script('DENIED1', inactive)
    await denied(first, 'eligibility_coverage')
    const next = tally.day({ patient: 'DENIED', date: '2026-03-05', member: 'DENIED1' })
    await next.captured()
    await until(next, 'v1 held: coverage/inactive')
    expect(tally.payers.questionsOf('DENIED1')).toHaveLength(2)
  })
})

describe('a denial for want of an authorization', () => {
  it('teaches that this payer wants one for this patient', async () => {
    const day = tally.day({ patient: 'LEARN', member: 'LEARN1' })
    await day.captured()
    await until(day, clearedActive)
    await denied(day, 'authorization')
    await until(day, 'v1 held: authorization/needed')
  })
})

describe('a slow payer', () => {
  it('does not stop the day: cleared with a warning after 25 s, and answered anew when the 271 comes', async () => {
    tally.payers.script('SLOW1', 'hangs')
    const day = tally.day({ patient: 'SLOW', member: 'SLOW1' })
    await day.captured()
    await expect.poll(() => tally.payers.questionsOf('SLOW1').length).toBe(1)
    await tally.settled()
    expect(await day.answers()).toEqual([])
    tally.clock.advance(25_000)
    await until(day, slow)
    tally.payers.release('SLOW1', inactive)
    await until(day, 'v1 held: coverage/inactive')
    expect((await day.answers()).map(({ sequence, data }) => [sequence, data.decision])).toEqual([
      [1, 1],
      [2, 2],
    ])
    await closeCircuit()
  })

  it('that cannot answer now is not waited for, and asked again', async () => {
    tally.payers.script('BUSY1', ['AAA*Y**42*R'])
    const day = tally.day({ patient: 'BUSY', member: 'BUSY1' })
    await day.captured()
    await until(day, slow)
    tally.payers.script('BUSY1', active)
    tally.clock.advance(120_000)
    await until(day, clearedActive)
    expect(tally.payers.questionsOf('BUSY1')).toHaveLength(2)
  })

  it('that is back is asked at once for the next visit, not when the question of the last one would be', async () => {
    tally.payers.script('BACK1', { kind: 'no-answer', says: 'ECONNRESET' })
    await tally.day({ patient: 'BACK', member: 'BACK1' }).captured()
    const rests = 'select 1 from eligibility.inquiry where next_try_at = $1'
    const until2Minutes = [2_000, 8_000, 30_000, 120_000].map((pause, place, all) => [
      all[place - 1] ?? 0,
      pause,
    ])
    for (const [passed = 0, pause = 0] of until2Minutes) {
      tally.clock.advance(passed)
      const next = plusMilliseconds(tally.clock.now(), pause)
      await expect.poll(() => tally.sql(rests, [next])).toHaveLength(1)
    }
    await closeCircuit()
    tally.payers.script('BACK1', active)
    const next = tally.day({ patient: 'BACK', date: '2026-03-04', member: 'BACK1' })
    await next.captured()
    await until(next, clearedActive)
    expect(tally.payers.questionsOf('BACK1')).toHaveLength(5)
  })

  it('whose word cannot be taken in keeps no other waiting', async () => {
    await tally.sql(`create function eligibility.poisoned() returns trigger language plpgsql as
      $$ begin raise exception 'a defect'; end $$`)
    await tally.sql(`create trigger poisoned before update on eligibility.inquiry
      for each row when (new.said = 'POISON') execute function eligibility.poisoned()`)
    tally.payers.script('POISON1', { kind: 'no-answer', says: 'POISON' })
    await tally.day({ patient: 'POISON', member: 'POISON1' }).captured()
    await expect.poll(() => tally.payers.questionsOf('POISON1').length).toBe(1)
    const next = tally.day({ patient: 'BEHIND', member: 'BEHIND1' })
    await next.captured()
    await until(next, clearedActive)
    await tally.sql('drop trigger poisoned on eligibility.inquiry')
  })

  it('that breaks off is asked again within the day’s time', async () => {
    tally.payers.script('BROKEN1', { kind: 'no-answer', says: 'ECONNRESET' })
    const day = tally.day({ patient: 'BROKEN', member: 'BROKEN1' })
    await day.captured()
    const broken = () => tally.sql("select 1 from eligibility.inquiry where said = 'ECONNRESET'")
    await expect.poll(broken).toHaveLength(1)
    tally.payers.script('BROKEN1', active)
    tally.clock.advance(2_000)
    await until(day, clearedActive)
    await closeCircuit()
  })

  it('is not waited for at all while the circuit is open', async () => {
    tally.payers.script('AWAY1', { kind: 'no-answer', says: 'ECONNREFUSED' })
    const days = ['A', 'B', 'C', 'D', 'E'].map((name) =>
      tally.day({ patient: `AWAY-${name}`, member: 'AWAY1' }),
    )
    for (const day of days) await day.captured()
    const failures = () =>
      tally.sql<{ open_until: Date | null }>('select open_until from eligibility.circuit')
    await expect.poll(async () => (await failures())[0]?.open_until).toBeInstanceOf(Date)
    const asked = tally.payers.asked.length
    const day = tally.day({ patient: 'AWAY-F', member: 'AWAY2' })
    await day.captured()
    await until(day, slow)
    expect(tally.payers.asked.length).toBe(asked)
    const metrics = await tally.call('GET', '/metrics', { key: operatorKey })
    expect(metrics.text).toMatch(
      /^tally_waiting_items\{service="eligibility",what="checks to answer"\} [1-9]/m,
    )
    tally.payers.script('AWAY1', active)
    tally.clock.advance(30_000)
    await until(day, clearedActive)
    for (const each of days) await until(each, clearedActive)
  })
})

describe('a rejection that somebody must mend', () => {
  it('is a warning on the day, and work for the front desk until the payer answers', async () => {
    tally.payers.script('WRONG1', ['AAA*N**75*C'])
    const day = tally.day({ patient: 'WRONG', member: 'WRONG1' })
    await day.captured()
    await until(day, slow)
    const work = async () =>
      (await tally.openWork('correct-coverage')).filter(({ subject }) => subject.startsWith(day.patientId))
    expect(await work()).toEqual([
      {
        ...{ subject: `${day.patientId} P1`, rule: 'aaa/75' },
        next: 'front-desk: correct it with the patient’s card and ask again',
      },
    ])
    await day.corrected(2, { member: 'RIGHT1' })
    await until(day, 'v2 cleared active')
    expect(await work()).toEqual([])
  })
})

describe('a card with which nothing can be asked', () => {
  it('clears the day with a warning that says why', async () => {
    const day = tally.day({ patient: 'NOCARD', member: 'A' })
    await day.captured()
    await until(day, slow)
    expect(tally.payers.questionsOf('A')).toEqual([])
    const [answer] = await day.answers()
    expect(JSON.stringify(answer?.data)).toContain('the 270 cannot be written')
  })
})

describe('a person who answers for a hold', () => {
  it('clears that version with the hold as a warning, and a later version is decided anew', async () => {
    tally.payers.script('OVER1', inactive)
    const day = tally.day({ patient: 'OVER', member: 'OVER1' })
    await day.captured()
    await until(day, 'v1 held: coverage/inactive')
    await day.overridden(1, 'coverage/inactive')
    await until(day, 'v1 cleared unknown authorization/unknown coverage/inactive')
    await day.corrected(2)
    await until(day, 'v2 held: coverage/inactive')
    await day.overridden(1, 'coverage/inactive')
    await tally.settled()
    expect(await day.said()).toBe('v2 held: coverage/inactive')
  })
})

describe('a hold after sending', () => {
  it('touches no claim: it opens work, which ends when the hold does', async () => {
    tally.payers.script('SENT1', 'hangs')
    const day = tally.day({ patient: 'SENT', member: 'SENT1' })
    await day.captured()
    await expect.poll(() => tally.payers.questionsOf('SENT1').length).toBe(1)
    tally.clock.advance(25_000)
    await until(day, slow)
    await day.submitted()
    await tally.settled()
    tally.payers.release('SENT1', inactive)
    const work = async () =>
      (await tally.openWork('after-sending')).filter(({ subject }) => subject === day.id)
    await expect.poll(work).toMatchObject([{ rule: 'coverage/inactive' }])
    expect(await day.answers()).toHaveLength(1)
    await closeCircuit()

    await day.corrected(2, { codes: ['97530'] })
    await until(day, 'v2 cleared unknown authorization/unknown coverage/inactive')
    await day.submitted(2, 'replacement')
    await day.rejected({ version: 1, decided: true })
    await tally.settled()
    expect(await day.said()).toBe('v2 cleared unknown authorization/unknown coverage/inactive')
    expect(await work()).toMatchObject([{ rule: 'coverage/inactive' }])
    await day.submitted(2, 'replacement')
    await day.rejected()
    await until(day, 'v2 held: coverage/inactive')
    expect(await work()).toEqual([])
  })
})

describe('a void that the payer took in', () => {
  it('leaves nothing out at the payer: the visit that comes again is held like any other', async () => {
    tally.payers.script('UNDONE2', inactive)
    const day = tally.day({ patient: 'UNDONE', member: 'UNDONE1' })
    await day.captured()
    await until(day, clearedActive)
    await day.submitted()
    await day.voided(2)
    await day.submitted(2, 'void')
    await day.acknowledged()
    await tally.settled()
    await day.corrected(3, { member: 'UNDONE2' })
    await until(day, 'v3 held: coverage/inactive')
  })
})

describe('a visit of many', () => {
  it.each<[string, Parameters<SampleEligibility['day']>[0], string]>([
    ['that the patient pays', { responsibleParty: 'self' }, 'v1 cleared not-checked'],
    ['that is held', { member: 'MANY1' }, 'v1 held: coverage/inactive'],
  ])('%s is not written again when another one comes', async (name, settings, words) => {
    tally.payers.script('MANY1', inactive)
    const [first, second] = ['2026-03-02', '2026-03-04'].map((date) =>
      tally.day({ patient: `MANY ${name}`, date, ...settings }),
    )
    const written = () =>
      tally.sql('select xmin::text from eligibility.treatment_day where id = $1', [first?.id])
    await first?.captured()
    if (first) await until(first, words)
    const before = await written()
    await second?.captured()
    if (second) await until(second, words)
    expect(await written()).toEqual(before)
  })
})

describe('the payer directory', () => {
  it('decides who is asked: a profile without checks clears what was held', async () => {
    tally.payers.script('PROFILE1', inactive)
    const day = tally.day({ patient: 'PROFILE', member: 'PROFILE1', payerId: 'P9' })
    await day.captured()
    await until(day, 'v1 held: coverage/inactive')
    const profile = (version: number, checksEligibility: boolean) =>
      say(tally.host, [
        saying(payerProfileChanged, {
          ...{ subject: 'P9', sequence: version, correlationId: 'P9' },
          data: {
            ...{
              payerId: 'P9',
              version,
              payerFamily: 'commercial',
              checksEligibility,
              acceptsReplacement: true,
            },
            ...{
              sendWindow: 'practice',
              appealDays: null,
              filingDays: null,
              codingRules: {},
              toleranceCents: 0,
            },
          },
        }),
      ])
    await profile(2, false)
    await until(day, 'v1 cleared not-checked')
    await profile(1, true)
    await tally.settled()
    const next = tally.day({ patient: 'PROFILE', date: '2026-03-09', member: 'PROFILE1', payerId: 'P9' })
    await next.captured()
    await until(next, 'v1 cleared not-checked')
  })
})

describe('what stands in the clear', () => {
  it('names nobody: not in the outbox, the tables’ clear columns or the log', async () => {
    tally.payers.script('CANARY77', wantsAuthorization)
    const day = tally.day({
      patient: 'CANARY-PATIENT',
      member: 'CANARY77',
      authorizations: [{ number: 'CANARY-AUTH', visits: 5 }],
    })
    await day.captured()
    await until(day, clearedActive)
    const rows = [
      ...(await tally.sql('select body from eligibility.outbox')),
      ...(await tally.sql('select * from eligibility.treatment_day')),
      ...(await tally.sql('select * from eligibility.inquiry')),
      ...(await tally.sql('select * from eligibility.authorization_grant')),
    ].map((row) =>
      Object.values(Object(row)).map((value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      ),
    )
    const seen = JSON.stringify(rows) + tally.host.logLines.join('\n')
    for (const mark of ['CANARY77', 'CANARY-PATIENT', 'CANARY-AUTH', '1950-01', '195001'])
      expect(seen).not.toContain(mark)
    // Three letters stand in ciphertext by chance, but not as a word.
    expect(seen).not.toMatch(/(?<![\w+/=])DOE(?![\w+/=])/)
    expect(tally.opened((await day.answers()).at(-1))).toEqual({ priorAuthorization: 'CANARY-AUTH' })
  })
})

async function denied(day: Day, category: string): Promise<void> {
  const denialId = `D${category.toUpperCase().replace(/[^A-Z]/g, '')}`
    .replace(/[IOLU]/g, '0')
    .padEnd(26, '0')
    .slice(0, 26)
  tally.clock.advance(1_000)
  await say(tally.host, [
    saying(denialRootCauseFound, {
      ...{ subject: denialId, sequence: 2, correlationId: day.id },
      data: {
        ...{
          denialId,
          version: 2,
          claimId: '0'.repeat(26),
          treatmentDayId: day.id,
          coverageOrder: 1,
          payerId: 'P1',
        },
        ...{ patientId: day.patientId, category, rootService: 'eligibility', reasonCode: '27' },
      },
    }),
  ])
  await tally.settled()
}
