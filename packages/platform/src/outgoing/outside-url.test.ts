import { describe, expect, it } from 'vitest'
import { refusalOfUrl } from './outside-url.ts'

const codeOf = (url: string, toLoopback = false) => refusalOfUrl(url, toLoopback)?.code ?? null

it.each([
  'https://example.com/hooks',
  'https://example.com',
  'https://example.com:443/',
  'https://example.com:8443/?token=abc',
  'https://hooks.example.co.uk:65535/a/b',
  'https://8.8.8.8/hooks',
  'https://[2606:4700:4700::1111]/hooks',
])('%s may be asked', (url) => expect(codeOf(url)).toBe(null))

describe('refused', () => {
  it.each([
    ['not a URL', 'webhook/url-malformed'],
    [`https://example.com/${'a'.repeat(2_000)}`, 'webhook/url-malformed'],
    ['https://999.1.1.1/', 'webhook/url-malformed'],
    ['http://example.com/hooks', 'webhook/url-not-https'],
    ['ftp://example.com/', 'webhook/url-not-https'],
    ['file:///etc/passwd', 'webhook/url-not-https'],
    ['gopher://127.0.0.1:11211/', 'webhook/url-not-https'],
    ['http://127.0.0.1:4000/', 'webhook/url-not-https'],
    ['http://localhost:4000/', 'webhook/url-not-https'],
    ['https://user:secret@example.com/', 'webhook/url-credentials'],
    ['https://user@example.com/', 'webhook/url-credentials'],
    ['https://127.0.0.1/', 'webhook/url-not-public'],
    ['https://127.1/', 'webhook/url-not-public'],
    ['https://2130706433/', 'webhook/url-not-public'],
    ['https://0x7f.0.0.1/', 'webhook/url-not-public'],
    ['https://0177.0.0.1/', 'webhook/url-not-public'],
    ['https://①②⑦.⓪.⓪.①/', 'webhook/url-not-public'],
    ['https://0/', 'webhook/url-not-public'],
    ['https://10.1.2.3/', 'webhook/url-not-public'],
    ['https://169.254.169.254/latest/meta-data/', 'webhook/url-not-public'],
    ['https://[::1]/', 'webhook/url-not-public'],
    ['https://[::]/', 'webhook/url-not-public'],
    ['https://[::ffff:169.254.169.254]/', 'webhook/url-not-public'],
    ['https://[fd00:ec2::254]/', 'webhook/url-not-public'],
    ['https://localhost/', 'webhook/url-not-public'],
    ['https://LOCALHOST./', 'webhook/url-not-public'],
    ['https://a.localhost/', 'webhook/url-not-public'],
    ['https://metadata.google.internal/', 'webhook/url-not-public'],
    ['https://printer.local/', 'webhook/url-not-public'],
    ['https://example.com:22/', 'webhook/url-port'],
    ['https://example.com:25/', 'webhook/url-port'],
    ['https://example.com:80/', 'webhook/url-port'],
    ['https://example.com:1023/', 'webhook/url-port'],
  ])('%s', (url, code) => expect(codeOf(url)).toBe(code))
})

describe('where the installation lets its own machine through', () => {
  it.each([
    ['http://127.0.0.1:4000/hooks', null],
    ['http://localhost:4000/hooks', null],
    ['http://[::1]:4000/hooks', null],
    ['https://127.0.0.1:4000/hooks', null],
    ['http://127.0.0.1:22/', 'webhook/url-port'],
    ['ftp://127.0.0.1:4000/', 'webhook/url-not-https'],
    ['http://user:secret@127.0.0.1:4000/', 'webhook/url-credentials'],
    ['http://[::ffff:127.0.0.1]:4000/', 'webhook/url-not-https'],
    ['http://10.0.0.1:4000/', 'webhook/url-not-https'],
    ['https://10.0.0.1:4000/', 'webhook/url-not-public'],
    ['http://example.com/', 'webhook/url-not-https'],
    ['http://localhost.example.com:4000/', 'webhook/url-not-https'],
  ])('%s: %s', (url, code) => expect(codeOf(url, true)).toBe(code))
})
