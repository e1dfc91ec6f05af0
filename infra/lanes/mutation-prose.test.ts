import { expect, it } from 'vitest'
import { strykerPlugins } from './mutation-prose.ts'

const says = (path: unknown) => strykerPlugins[0]?.value.shouldIgnore(path as never)
const literal = { type: 'StringLiteral' }
const named = (name: string) => ({ type: 'Identifier', name })
const within = (node: object, parentPath: object | null = null) => ({ node, parentPath })
const property = (name: string) => within({ type: 'ObjectProperty', key: named(name), value: literal })
const call = (name: string, ...given: object[]) =>
  within({ type: 'CallExpression', callee: named(name), arguments: given })
const method = (name: string, ...given: object[]) =>
  within({
    ...{ type: 'CallExpression', arguments: given },
    callee: { type: 'MemberExpression', property: named(name) },
  })
const constant = (name: string, init: object) => within({ type: 'VariableDeclarator', id: named(name), init })
const sum = { type: 'BinaryExpression', operator: '+' }
const same = { type: 'BinaryExpression', operator: '===' }
const choice = { type: 'ConditionalExpression', test: same, consequent: literal }

it.each([
  ['a card’s sentence', within(literal, property('sentence'))],
  ['a finding’s fix', within(literal, call('findingOf', {}, {}, literal))],
  ['a reason’s text', within(literal, call('reasonOf', {}, literal))],
  ['what a reader reports', within(literal, method('report', {}, {}, {}, literal))],
  ['one of two texts', within(literal, within(choice, constant('why', choice)))],
  ['a part of a text', within(literal, within(sum, constant('says', sum)))],
])('%s is left as it is', (_, path) => expect(says(path)).toBe('a sentence for people'))

it.each([
  ['a slug', within(literal, property('slug'))],
  ['a severity', within(literal, call('findingOf', literal))],
  ['a report’s slug', within(literal, method('report', {}, literal))],
  ['a code in the facts', within(literal, property('modifier'))],
  ['a code that is compared', within(literal, within(same, within(choice, constant('why', choice))))],
  ['a constant', within(literal, constant('demandedFrom', literal))],
  ['a number', within({ type: 'NumericLiteral' }, property('says'))],
])('%s is broken', (_, path) => expect(says(path)).toBeUndefined())
