/** The samples that lie beside the repository, where they do: ../shared/corpus, a folder for each kind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const corpus = new URL('../../../../shared/corpus/', import.meta.url)

export const corpusIsThere = existsSync(corpus)

/** Of one kind; none where the corpus isn't there. */
export function corpusFiles(kind: string): string[] {
  return corpusIsThere ? readdirSync(new URL(`${kind}/`, corpus)).map((file) => `${kind}/${file}`) : []
}

export function corpusFile(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(new URL(path, corpus)))
}
