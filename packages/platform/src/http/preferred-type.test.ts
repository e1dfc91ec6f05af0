import { describe, expect, it } from 'vitest'
import { preferredType } from './preferred-type.ts'

describe('of JSON, HTML and PDF a reader gets', () => {
  it.each([
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html', 'text/html'],
    ['application/pdf', 'application/pdf'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/pdf;q=0.5, text/html;q=0.4', 'application/pdf'],
    ['application/json;q=0, */*', 'text/html'],
    ['text/*', 'text/html'],
    ['image/png', 'application/json'],
  ])('for `%s` %s', (accept, type) => {
    expect(preferredType(accept, ['application/json', 'text/html', 'application/pdf'])).toBe(type)
  })
})
