/** What a command is: it takes an input, prints its answer, and says why when there is none. */
import type { ServiceDate } from '@tally/kernel'
import type { z } from 'zod'
import type { Asked } from './asked.ts'
import type { Bytes } from './read-input.ts'

/** What a run touches of the world. */
export interface Surroundings {
  /** null: standard input. */
  readonly read: (file: string | null) => Bytes
  readonly print: (text: string) => void | Promise<void>
  /** A sentence for a person. */
  readonly say: (sentence: string) => void
  /** Where the person stands: what lies after it is in the future. */
  readonly today: ServiceDate
}

export type ExitCode = 0 | 2

export type Run = (input: Bytes, asked: Asked, around: Surroundings) => Promise<ExitCode>

/** A command that reads JSON documents. */
export interface Command<Document, Answer> {
  readonly document: z.ZodType<Document>
  readonly answer: (document: Document) => Answer
  /** For `--text`: what the answer says, in lines that fit a terminal. */
  readonly show: (answer: Answer, document: Document) => string
}

/** A command as its caller sees it: a value in; what to print, or why the value cannot be read. */
export type Runnable = (value: unknown) => Answered | { readonly error: z.ZodError }

interface Answered {
  readonly answer: unknown
  readonly text: () => string
}

export function runnable<Document, Answer>(command: Command<Document, Answer>): Runnable {
  return (value) => {
    const read = command.document.safeParse(value)
    if (!read.success) return { error: read.error }
    const answer = command.answer(read.data)
    return { answer, text: () => command.show(answer, read.data) }
  }
}
