import { Socket } from 'node:net'
import { chargeCapture } from '@tally/charge-capture'
import {
  act,
  clearDeadline,
  inTransaction,
  openPool,
  type Query,
  setDeadline,
  type Work,
} from '@tally/platform'
import { startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)] })
})
afterAll(() => tally.stop())

const shell = () => {
  const [running] = tally.host.services
  if (!running) throw new Error('one service runs')
  return running.shell
}
const broken = { name: 'test-divide', text: 'select 1 / $1::int as nothing' }
const remember = {
  name: 'test-insert',
  text: `insert into deadline (practice_id, process, subject, due_at) values ('prc_demo', 'lost', $1, '2999-01-01T12:00:00Z')`,
}
const lock = { name: 'test-lock', text: 'select pg_advisory_lock(4711)' }
const lockHere = { name: 'test-lock-here', text: 'select pg_advisory_xact_lock(4711)' }
const unlock = { name: 'test-unlock', text: 'select pg_advisory_unlock(4711)' }
const takenLocked = {
  name: 'test-taken-locked',
  text: 'select length($1::text) as taken from pg_advisory_xact_lock(4711)',
}
const turn = () => new Promise((resolve) => setImmediate(resolve))
const taken = { name: 'test-taken', text: 'select length($1::text) as taken' }
const remembered = () => tally.sql("select subject from charge_capture.deadline where process = 'lost'")

describe('a transaction whose statements travel together', () => {
  it('commits nothing when one has failed that nobody awaited, and tells that one', async () => {
    const told = inTransaction(shell().worker, null, async (query) => {
      query(broken, [0]).catch(() => undefined)
      // Sent behind it, and refused by Postgres with it.
      query(remember, ['one']).catch(() => undefined)
    })
    await expect(told).rejects.toThrow('division by zero')
    expect(await remembered()).toEqual([])
  })

  it('commits nothing when a statement could not even be sent', async () => {
    const unsendable = { name: 'test-unsendable', text: 'select $1::text[]' }
    const told = inTransaction(shell().worker, null, async (query) => {
      await query(remember, ['two'])
      query(unsendable, [[{ cents: 1n }]]).catch(() => undefined)
    })
    await expect(told).rejects.toThrow('serialize a BigInt')
    expect(await remembered()).toEqual([])
  })

  it('gives its connection back whole when a statement fails among others', async () => {
    const failing = inTransaction(shell().worker, null, (query) =>
      Promise.all([query(broken, [1]), query(broken, [0]), query(broken, [1])]),
    )
    await expect(failing).rejects.toThrow('division by zero')
    const again = inTransaction(shell().worker, null, (query) => query(broken, [1]))
    expect(await again).toEqual([{ nothing: 1 }])
  })

  describe('while Postgres is at work on one of them', () => {
    // Of its own: the loops of a running service take connections of the worker's pool whenever it is their turn.
    let pool: ReturnType<typeof openPool>
    beforeAll(() => {
      pool = openPool({ url: tally.database.url, connections: 2, applicationName: 'transactions test' })
    })
    afterAll(() => pool.end())

    /** Runs `work` in a transaction whose locked statements wait until it releases them; a failing one releases them too. */
    async function held(work: (query: Query, release: () => void) => Promise<void>) {
      await inTransaction(pool, null, async (holding) => {
        await holding(lock)
        let released: Promise<unknown> | undefined
        const release = () => {
          released ??= holding(unlock)
        }
        await inTransaction(pool, null, (query) => work(query, release).finally(release))
        await released
      })
    }

    it('sends much, and gathers little', async () => {
      let sentBytes = () => 0
      pool.on('acquire', ({ connection: { stream } }) => {
        if (!(stream instanceof Socket)) throw new Error('Postgres is spoken to by a socket')
        sentBytes = () => stream.bytesWritten
      })
      await held(async (query, release) => {
        const answers = [query(lockHere)]
        await turn()
        const before = sentBytes()
        answers.push(query(taken, ['xx']))
        await turn()
        expect(sentBytes()).toBe(before)
        answers.push(query(taken, ['x'.repeat(100_000)]))
        await turn()
        expect(sentBytes()).toBeGreaterThan(before + 100_000)
        release()
        const [, little, large] = await Promise.all(answers)
        expect([little, large]).toEqual([[{ taken: 2 }], [{ taken: 100_000 }]])
      })
    })

    it('tells what was read before a large statement that waits', async () => {
      await held(async (query, release) => {
        const little = query(taken, ['xx'])
        const large = query(takenLocked, ['x'.repeat(10_000)])
        expect(await little).toEqual([{ taken: 2 }])
        release()
        expect(await large).toEqual([{ taken: 10_000 }])
      })
    })
  })

  it('commits nothing of what was under way behind a statement that failed, and gives its connection back whole', async () => {
    const heard: string[] = []
    const told = inTransaction(shell().worker, null, async (query) => {
      const failing = query(broken, [0])
      await turn()
      const behind = [query(taken, ['x'.repeat(100_000)]), query(remember, ['three'])]
      for (const each of behind) {
        each.catch((error: unknown) => heard.push(error instanceof Error ? error.message : ''))
      }
      await failing
    })
    await expect(told).rejects.toThrow('division by zero')
    expect(heard).toHaveLength(2)
    expect(heard.every((says) => /before it failed|transaction is aborted/.test(says))).toBe(true)
    expect(await remembered()).toEqual([])
    const again = inTransaction(shell().worker, null, (query) => query(taken, ['abc']))
    expect(await again).toEqual([{ taken: 3 }])
  })

  it('tells the statement that failed, not one behind it that was heard first', async () => {
    const told = inTransaction(shell().worker, null, async (query) => {
      query(broken, [0]).catch(() => undefined)
      await query(broken, [1])
    })
    await expect(told).rejects.toThrow('division by zero')
  })

  it('prepares a statement again that came first behind one that failed', async () => {
    const behind = { name: 'test-behind', text: 'select $1::int as behind' }
    const failing = inTransaction(shell().worker, null, (query) =>
      Promise.allSettled([query(broken, [0]), query(behind, [1]), query(behind, [2])]),
    )
    await expect(failing).rejects.toThrow('division by zero')
    const again = inTransaction(shell().worker, null, (query) =>
      Promise.all([query(behind, [1]), query(broken, [1]), query(behind, [2])]),
    )
    expect(await again).toEqual([[{ behind: 1 }], [{ nothing: 1 }], [{ behind: 2 }]])
  })

  it('parses a statement anew that failed, so that a migration under a running process costs one failure', async () => {
    const columns = { name: 'test-columns', text: 'select * from test_columns' }
    const ask = () => inTransaction(shell().worker, null, (query) => query(columns))
    await tally.sql('create table charge_capture.test_columns as select 1 as one')
    await tally.sql('grant select on charge_capture.test_columns to charge_capture_worker')
    expect(await ask()).toEqual([{ one: 1 }])
    await tally.sql('alter table charge_capture.test_columns add two int default 2')
    await expect(ask()).rejects.toThrow('must not change result type')
    expect(await ask()).toEqual([{ one: 1, two: 2 }])
    await tally.sql('drop table charge_capture.test_columns')
  })

  it('fails on a number that is too large for us, and on none of its neighbours', async () => {
    const large = { name: 'test-large', text: 'select $1::int8 as large' }
    const settled: PromiseSettledResult<object[]>[] = []
    const told = inTransaction(shell().worker, null, async (query) => {
      const asked = ['1', '9007199254740993', '2'].map((value) => query(large, [value]))
      settled.push(...(await Promise.allSettled(asked)))
    })
    await expect(told).rejects.toThrow('a safe integer')
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('fails whole when its connection is cut, and the next one has another', async () => {
    const cut = { name: 'test-cut', text: 'select pg_terminate_backend(pg_backend_pid())' }
    const settled: PromiseSettledResult<object[]>[] = []
    const told = inTransaction(shell().worker, null, async (query) => {
      settled.push(...(await Promise.allSettled([query(cut), query(broken, [1]), query(broken, [1])])))
      return query(broken, [1])
    })
    await expect(told).rejects.toThrow('terminat')
    expect(settled).toMatchObject(['57P01', '25P02', '25P02'].map((code) => ({ reason: { code } })))
    const again = inTransaction(shell().worker, null, (query) => query(broken, [1]))
    expect(await again).toEqual([{ nothing: 1 }])
  })

  it('refuses two statements of one name', async () => {
    const two = inTransaction(shell().worker, null, (query) =>
      Promise.all([query(broken, [1]), query({ ...broken, text: 'select 2 as nothing' })]),
    )
    await expect(two).rejects.toThrow('two statements are called test-divide')
  })

  it('takes no statement after its end: it would be another one’s', async () => {
    let late: (() => Promise<unknown>) | undefined
    await inTransaction(shell().worker, null, async (query) => {
      late = () => query(broken, [1])
    })
    expect(late).toThrow('comes after its transaction has ended')
  })
})

it('a statement is prepared once, but for one that is planned anew', async () => {
  const kept = { name: 'test-kept', text: "select 'kept' as named" }
  const anew = { name: 'test-anew', text: "select 'anew' as named", plannedAnew: true } as const
  const prepared = { name: 'test-prepared', text: 'select name from pg_prepared_statements' }
  const names = await inTransaction(shell().worker, null, async (query) => {
    expect([await query(kept), await query(anew)]).toEqual([[{ named: 'kept' }], [{ named: 'anew' }]])
    return query(prepared)
  })
  expect(names).toContainEqual({ name: 'test-kept' })
  expect(names).not.toContainEqual({ name: 'test-anew' })
})

it('lists go to the database and come back as they are, whatever stands in them', async () => {
  const echo = {
    name: 'test-echo',
    text: 'select $1::text[] as texts, $2::int[] as numbers, $3::bytea[] as bytes',
  }
  const texts = [
    '',
    'null',
    null,
    'a,b',
    '{}',
    '"so"',
    '\\',
    '\\n',
    'a\nb\u001f',
    '{"a":"\\"b\\""}',
    'é𝄞',
    ' a ',
  ]
  const [numbers, bytes] = [
    [1, null, -20],
    [Buffer.from([0, 34, 92]), Buffer.alloc(0)],
  ]
  const ask = (some: (string | null)[]) =>
    inTransaction(shell().worker, null, (query) => query(echo, [some, numbers, bytes]))
  expect(await ask(texts)).toEqual([{ texts, numbers, bytes }])
  for (const text of texts) expect(await ask([text])).toEqual([{ texts: [text], numbers, bytes }])
})

describe('deadlines of one transaction are written at its end', () => {
  const rows = () =>
    tally.sql(
      `select process, subject, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due_at
       from charge_capture.deadline where process like 'test%' order by 1, 2`,
    )
  const during = (does: (work: Work) => Promise<void>) =>
    act(shell(), { practiceId: 'prc_demo', causationId: 'test' }, does)
  const [noon, evening] = ['2999-01-01T12:00:00Z', '2999-01-01T18:00:00Z']

  it.each<[string, (work: Work) => Promise<void>, readonly [string, string][]]>([
    [
      'several are set',
      async (work) => {
        await setDeadline(work, 'test-b', 'one', noon)
        await setDeadline(work, 'test-a', 'one', noon)
      },
      [
        ['test-a one', noon],
        ['test-b one', noon],
      ],
    ],
    [
      'the last change of one counts: moved, or set again after it was cleared',
      async (work) => {
        await setDeadline(work, 'test-a', 'one', evening)
        await clearDeadline(work, 'test-b', 'one')
        await setDeadline(work, 'test-b', 'one', evening)
      },
      [
        ['test-a one', evening],
        ['test-b one', evening],
      ],
    ],
    [
      'one is cleared, another set and cleared: neither is left',
      async (work) => {
        await clearDeadline(work, 'test-a', 'one')
        await setDeadline(work, 'test-c', 'one', noon)
        await clearDeadline(work, 'test-c', 'one')
      },
      [['test-b one', evening]],
    ],
  ])('%s', async (_, does, left) => {
    await during(does)
    const found = await rows()
    expect(found.map(({ process, subject, due_at }) => [`${process} ${subject}`, due_at])).toEqual(left)
  })
})
