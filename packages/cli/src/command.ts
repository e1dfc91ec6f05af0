/** What a command is: it reads a document, answers it, and can show the answer to a person. */
import type { z } from 'zod'

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
