/** The names of rules, which never change, and the edition each goes by. */
import { expect, test } from 'vitest'
import { ruleCards } from './rule-cards.ts'

/** Other tools read these: a slug may be added, none renamed. */
const cards = `
input/impossible  1
coding/not-yet  2026
procedure/replaced  2026
procedure/not-payable  2026
units/eight-minute  2026
units/midpoint  CPT time rule
units/full-length  2026
units/as-given  2026
units/untimed-once  2026
units/daily-cap  payer profile
modifier/discipline  2026
modifier/assistant  2022
modifier/assistant-evaluation  2022
modifier/of-the-clinic  2026
modifier/contradiction  2026
modifier/unknown  2026
modifier/telehealth  2026
modifier/side  payer profile
ncci/never-together  NCCI PTP 2026Q3
ncci/pair-needs-modifier  NCCI PTP 2026Q3
modifier/distinct  NCCI PTP 2026Q3
units/above-mue  MUE 2026Q2
procedure/add-on-without-base  2026
procedure/unlisted  2026
procedure/second-evaluation  2026
price/no-schedule  2026
price/provisional  schedules of 2024 to 2026
price/fee-schedule  RVU24C to RVU26C
price/percent-of-medicare  payer profile
price/own-schedule  payer profile
price/per-diem  payer profile
price/multiple-procedures  2013-04
price/lesser-of-charge  2026
price/barred  2026
price/not-paid  RVU24C to RVU26C
price/carrier-priced  RVU24C to RVU26C
price/allowed-already  2026
price/payment-chain  rates to 2026
modifier/kx-required  KX thresholds to 2026
modifier/kx-early  KX thresholds to 2026
modifier/abn  2026
modifier/order  payer profile
therapy/targeted-review  KX thresholds to 2026
`

test.each(
  cards
    .trim()
    .split('\n')
    .map((row) => row.split(/ {2,}/)),
)('%s goes by %s', (slug, edition) => {
  expect(ruleCards.filter((card) => card.slug === slug).map((card) => card.edition)).toEqual([edition])
})

test('every card says what its rule demands, and where that stands', () => {
  for (const { slug, sentence, citation } of ruleCards) {
    expect(slug).toMatch(/^[a-z]+\/[a-z0-9-]+$/)
    expect([sentence, citation]).not.toContain('')
  }
})
