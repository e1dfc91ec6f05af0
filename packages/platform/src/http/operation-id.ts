/**
 * The name of a route for programs: its method and its path, a word before an id in the singular, so that who knows the path knows
 * the name. `GET /v1/claims/{id}/837` is `getClaim837`. A path never moves, so its name does not either.
 */
import type { HttpFeature } from './route.ts'

export function operationIdOf({ method, path }: Pick<HttpFeature, 'method' | 'path'>): string {
  const parts = path.replaceAll('::', '-').split('/').slice(2)
  const words = parts.flatMap((part, place) => {
    if (part.startsWith(':')) return []
    return (parts[place + 1]?.startsWith(':') ? oneOf(part) : part).split('-')
  })
  return [method.toLowerCase(), ...words.map(capitalized)].join('')
}

/** `batches` are of a `batch`, `claims` of a `claim`. */
function oneOf(plural: string): string {
  return plural.replace(/(?<=ch)es$|s$/, '')
}

function capitalized(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
