/**
 * The tables under data/, read once when the service is loaded; nothing else here touches a file. Each CSV opens with a
 * comment line that names its source, then a header; a row that does not fit its shape stops the start.
 */
import { readFileSync } from 'node:fs'
import { assert, payerFamilies } from '@tally/kernel'
import { z } from 'zod'
import type { AppealWindow } from '../domain/appeal-deadline.ts'
import {
  type CodeRow,
  codeActions,
  type DenialCodes,
  type RootService,
  rootServices,
} from '../domain/denial-codes.ts'

const action = z.enum(codeActions)
const root = z.enum(rootServices)
const family = z.enum(payerFamilies)
const blank = z.literal('').transform(() => null)
const orAny = (shape: z.ZodType<string>) => z.union([blank, shape])
const words = z.string().min(1)

const carcCategory = z.object({
  ...{ code: words, type: z.enum(['CARC', 'RARC']), category: words, action, own_label: words, notes: words },
})
const combination = z.object({
  ...{ group: orAny(z.enum(['CO', 'PR', 'OA', 'PI'])), carc: orAny(words), rarc: orAny(words) },
  ...{ family: z.union([blank, family]), category: words, action, root, label: words, note: words },
})
const rejection = z.object({ code: z.string().regex(/^\d+$/), category: words, root, label: words })
const window = z.object({
  ...{ family, level: z.coerce.number().int().positive(), days: z.coerce.number().int().positive() },
  ...{ confidence: z.enum(['verified', 'unverified']), citation: words },
})

/** Alerts that the file does not mark (product note 6, rule 4). */
const alsoAlerts = ['MA18', 'MA07', 'N522', 'MA15']

export const denialCodes: DenialCodes = loadCodes()

export const appealWindows: readonly AppealWindow[] = rowsOf('appeal-windows.csv', window).sort(
  (a, b) => a.level - b.level,
)

function loadCodes(): DenialCodes {
  const rows = rowsOf('carc-categories.csv', carcCategory).map((row): CodeRow => {
    const notes = row.notes.split(';').map((each) => each.trim())
    return {
      ...{ code: row.code, kind: row.type, category: row.category, action: row.action },
      ...{ root: rootIn(notes), label: row.own_label, alternatives: alternativesIn(notes) },
      alert:
        row.category === 'appeal_rights' ||
        notes.includes('alert') ||
        row.own_label.startsWith('Alert:') ||
        alsoAlerts.includes(row.code),
      note: notes.filter((each) => !each.startsWith('root:')).join('; '),
    }
  })
  const combinations = rowsOf('code-combinations.csv', combination).map((row) => ({
    ...row,
    alternatives: alternativesIn(row.note.split(';').map((each) => each.trim())),
  }))
  const rejections = new Map(
    rowsOf('rejection-codes.csv', rejection).map((row) => [
      row.code,
      { ...row, action: 'resubmit_new' as const, alternatives: [], note: '' },
    ]),
  )
  const byKind = (kind: CodeRow['kind']) => {
    const own = rows.filter((row) => row.kind === kind)
    const byCode = new Map(own.map((row) => [row.code, row]))
    assert(byCode.size === own.length, `carc-categories.csv names each ${kind} once`)
    return (code: string) => byCode.get(code)
  }
  return {
    ...{ edition: 'carc-categories 2026-11-21', carc: byKind('CARC'), rarc: byKind('RARC'), combinations },
    rejection: (statusCode) => rejections.get(statusCode),
  }
}

/** `root:<service>` opens each note. */
function rootIn([first]: readonly string[]): RootService {
  const found = root.safeParse(first?.replace('root:', ''))
  assert(found.success, 'a note of carc-categories.csv opens with root:<service>')
  return found.data
}

/** `alt:<action> …`; words that are no action of ours (`alt:good-cause request`) are for a person alone. */
function alternativesIn(notes: readonly string[]) {
  return notes.flatMap((note) => {
    const found = action.safeParse(/^alt:([a-z_]+)/.exec(note)?.[1])
    return found.success ? [found.data] : []
  })
}

function rowsOf<Row extends z.ZodType>(file: string, shape: Row): z.output<Row>[] {
  const text = readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8')
  const [source, header, ...lines] = text.trimEnd().split('\n')
  assert(source?.startsWith('# ') && header !== undefined, `${file} opens with its source, then a header`)
  const names = fieldsOf(header)
  return lines.map((line, index) => {
    const fields = fieldsOf(line)
    assert(fields.length === names.length, `${file}, row ${index + 1} has as many fields as the header`)
    const row = shape.safeParse(Object.fromEntries(names.map((name, place) => [name, fields[place]])))
    assert(row.success, `${file}, row ${index + 1} has the shape of its table`)
    return row.data
  })
}

/** A comma before every field, the first one too: a blank first field is matched like any other. */
function fieldsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
