/** What the ledger moved since it was read last, added to the places that the model knows, sequence by sequence. */

export interface StoredPosting {
  readonly id: string
  readonly debit_account: string
  readonly credit_account: string
  readonly amount_cents: string
}

export type Places = Map<string, number>

export class LedgerReading {
  readonly places = new Map<string, Places>()
  /** Traces of remittances, by id. */
  readonly traces = new Map<string, string>()

  add({ debit_account: debit, credit_account: credit, amount_cents }: StoredPosting): void {
    const cents = Number(amount_cents)
    this.#add(debit, credit, cents)
    this.#add(credit, debit, -cents)
  }

  of(sequence: string): Places {
    const places = this.places.get(sequence) ?? new Map<string, number>()
    this.places.set(sequence, places)
    return places
  }

  #add(account: string, other: string, cents: number): void {
    const place = this.#placeOf(account) ?? this.#besideOf(account, other)
    if (!place) return
    const places = this.of(place.sequence)
    places.set(place.name, (places.get(place.name) ?? 0) + cents)
  }

  #placeOf(account: string): { readonly sequence: string; readonly name: string } | null {
    const [kind = '', one = '', two = '', three = ''] = account.split(':')
    const of = (line: string, name: string) => ({
      sequence: line.slice(2, 7),
      name: `${name} ${line.slice(2)}`,
    })
    if (kind === 'receivable') return one === 'payer' ? of(two, `payer${three}`) : of(three, 'patient')
    if (kind === 'denied') return of(two, `denied${three}`)
    if (kind === 'patient-credit') return { sequence: one.slice(7, 12), name: 'credit' }
    if (kind === 'recoupment') return { sequence: one.slice(2, 7), name: `due ${two}` }
    if (kind === 'interest') return { sequence: one.slice(2, 7), name: 'interest' }
    if (kind !== 'unmatched') return null
    const trace = this.traces.get(one) ?? ''
    return { sequence: trace.slice(2, 7), name: `unmatched ${trace}/${two}` }
  }

  /** Accounts of the whole practice are told apart by what stands on the posting's other side. */
  #besideOf(account: string, other: string): { readonly sequence: string; readonly name: string } | null {
    const beside = this.#placeOf(other)
    if (!beside) return null
    const { sequence } = beside
    const [kind = '', which = ''] = account.split(':')
    const line = beside.name.split(' ')[1] ?? ''
    switch (kind) {
      case 'revenue':
        return { sequence, name: `charged ${line}` }
      case 'adjustment':
        return { sequence, name: `${which} ${line}` }
      case 'write-off':
        return { sequence, name: `written-off ${line}` }
      case 'cash':
        return { sequence, name: 'cash' }
      case 'refund':
        return { sequence, name: 'refunded' }
      default:
        return null
    }
  }
}

/** Of the model, cents that the ledger keeps beside no account of the patient's. */
const unread = /^(money$|settled )/

/** In words, place by place; the payer's references are sealed in the ledger, so that their sums are compared as a set. */
export function differencesOf(
  model: ReadonlyMap<string, number>,
  ledger: ReadonlyMap<string, number>,
): string[] {
  const isDue = (place: string) => place.startsWith('due ')
  const names = new Set([...model.keys(), ...ledger.keys()])
  const differ = [...names]
    .filter(
      (name) => !unread.test(name) && !isDue(name) && (model.get(name) ?? 0) !== (ledger.get(name) ?? 0),
    )
    .map((name) => `${name}: model ${model.get(name) ?? 0}, ledger ${ledger.get(name) ?? 0}`)
  const [his, theirs] = [model, ledger].map((places) =>
    [...places]
      .filter(([name, cents]) => isDue(name) && cents !== 0)
      .map(([, cents]) => cents)
      .sort((one, other) => one - other)
      .join(),
  )
  return his === theirs ? differ : [...differ, `due: model ${his}, ledger ${theirs}`]
}
