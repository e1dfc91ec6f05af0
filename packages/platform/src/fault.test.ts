import { Defect } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { describeError, Fault, isConflict, isFault } from './fault.ts'

const coded = (code: string) =>
  Object.assign(new Error('Key (member_id)=(1EG4TE5MK73) already exists'), { code })

describe('a fault is tried again, everything else is a defect', () => {
  it.each([
    ['a lost connection', coded('08006'), true],
    ['a serialization failure', coded('40001'), true],
    ['a deadlock', coded('40P01'), true],
    ['too many connections', coded('53300'), true],
    ['a full disk', coded('53100'), true],
    ['a shutdown', coded('57P01'), true],
    ['a server that only reads since a failover', coded('25006'), true],
    ['a refused socket', coded('ECONNREFUSED'), true],
    ['a network that is away', coded('ENETUNREACH'), true],
    ['a socket that was aborted', coded('ECONNABORTED'), true],
    ['a socket file that is not there', Object.assign(coded('ENOENT'), { syscall: 'connect' }), true],
    ['another file that is not there', Object.assign(coded('ENOENT'), { syscall: 'open' }), false],
    ['a connection that ended', new Error('Connection terminated unexpectedly'), true],
    ['our own fault', new Fault('the clearinghouse does not answer'), true],
    ['a duplicate key', coded('23505'), false],
    ['a missing right', coded('42501'), false],
    ['a defect', new Defect('impossible'), false],
    ['a type error', new TypeError('x is not a function'), false],
    ['a string', 'thrown', false],
  ])('%s', (_, error, fault) => {
    expect(isFault(error)).toBe(fault)
  })

  it('only a lost race is tried again at once', () => {
    expect([coded('40001'), coded('40P01'), coded('08006')].map(isConflict)).toEqual([true, true, false])
  })
})

it('what is told of an error never quotes a driver, whose messages hold values', () => {
  const told = JSON.stringify(describeError(Object.assign(coded('23505'), { constraint: 'member_key' })))
  expect(told).toContain('23505')
  expect(told).toContain('member_key')
  expect(told).not.toContain('1EG4TE5MK73')
  expect(describeError(new Defect('our own sentence'))).toMatchObject({
    code: 'defect',
    says: 'our own sentence',
  })
})
