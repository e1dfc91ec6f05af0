/** `tallyClient({ address, key })`: one method for each route, named as in the OpenAPI document. */
import { asker, type TallySettings } from './asker.ts'
import { routes } from './generated/routes.ts'

export type Tally = ReturnType<typeof routes>

/**
 * A client of the Tally at `address`, as whoever holds `key`. A refusal is thrown as TallyProblem, a silence as TallyUnreachable;
 * what comes back is an answer.
 */
export function tallyClient(settings: TallySettings): Tally {
  return routes(asker(settings))
}
