/**
 * Breaks of the mutation lane that change nothing anybody can see: each was read, and says why no test can
 * notice it. Those of single rules stand in equivalent-breaks-of-rules.ts.
 */
import type { Equivalent } from './mutation-result.ts'

export const codingEquivalents: readonly Equivalent[] = [
  {
    path: 'src/allowed-amounts.ts',
    line: "const fees = standings.filter((standing) => standing.kind === 'fee')",
    breaks: ['standings.filter((standing) => standing.kin… → standings', "standing.kind === 'fee' → true"],
    why: 'a line decided by itself is not reducible, so it ranks with no other anyway',
  },
  {
    path: 'src/allowed-amounts.ts',
    line: "const procedureCode = lines[own]?.procedureCode ?? ''",
    breaks: ['\'\' → "Stryker was here!"', 'lines[own]?.procedureCode → lines[own].procedureCode'],
    why: 'every answer has its line: the fallback only pleases the compiler',
  },
  {
    path: 'src/allowed-amounts.ts',
    line: 'answers[place]?.reasons.some(({ rule }) => rule === noSchedule.slug),',
    breaks: [
      'answers[place]?.reasons.some(({ rule }) => … → answers[place]?.reasons.every(({ rule }) =>…',
      'answers[place]?.reasons → answers[place].reasons',
    ],
    why: 'every line has an answer, and where no schedule prices it that is its only reason',
  },
  {
    path: 'src/code-treatment-day.ts',
    line: 'return { line: modifiers === line.modifiers ? line : { ...line, modifiers }, findings: [] }',
    breaks: ['modifiers === line.modifiers → false'],
    why: 'a copy of the line instead of the line: the same answer',
  },
  {
    path: 'src/code-treatment-day.ts',
    line: 'if (minutes === null || !Number.isInteger(minutes) || minutes < 0) continue',
    breaks: ['minutes === null → false', 'minutes < 0 → false', 'minutes < 0 → minutes <= 0'],
    why: 'null is no integer either, and no minutes add nothing',
  },
  {
    path: 'src/code-treatment-day.ts',
    line: 'groups.find((group) => group.procedureCode === procedureCode)?.code ??',
    breaks: [
      'groups.find((group) => group.procedureCode … → groups.find(group => group.procedureCode ==…',
      '(group) => group.procedureCode === procedur… → () => undefined',
      'group.procedureCode === procedureCode → false',
    ],
    why: 'the row of the group is the row of the table; asking the groups first saves a look-up',
  },
  {
    path: 'src/count-units.ts',
    line: "const rule = rules.unitRule === 'full-15' && pooledByTime(code) ? 'full' : 'midpoint'",
    breaks: ['\'midpoint\' → ""'],
    why: 'asked for is `full` alone',
  },
  {
    path: 'src/count-units.ts',
    line: 'if (own) return { group, byUnit: pooledByTime(code), ...own }',
    breaks: ['own → true'],
    why: 'what gets here is counted by a length, so it has units',
  },
  {
    path: 'src/count-units.ts',
    line: 'if (clinicUnits !== null && services.every((service) => service.minutes === null)) {',
    breaks: ['clinicUnits !== null → true'],
    why: 'a service with neither minutes nor units was held before',
  },
  {
    path: 'src/count-units.ts',
    line: 'return { group, units: 0, byUnit: false, reason }',
    breaks: ['false → true'],
    why: '0 units are nobody’s, and no minutes are known to share them by',
  },
  {
    path: 'src/count-units.ts',
    line: 'if (dailyTimedCap === null && dailyVisitCap === null) return { counted, findings: [] }',
    breaks: ['dailyTimedCap === null && dailyVisitCap ===… → false'],
    why: 'a short way: without a cap the long way changes no units',
  },
  {
    path: 'src/draft-lines.ts',
    line: '...(discipline ? [discipline.modifier] : []),',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'a modifier that no clinic sends and no table knows is looked for and never found',
  },
  {
    path: 'src/draft-lines.ts',
    line: '...(assistant && assistant.units > 0 ? [assistant.modifier] : []),',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'a modifier that no clinic sends and no table knows is looked for and never found',
  },
  {
    path: 'src/draft-lines.ts',
    line: "distinctBlock !== null && distinctBlock !== 'described' ? [distinctBlock] : [],",
    breaks: ["distinctBlock !== 'described' → true", '\'described\' → ""'],
    why: 'words have no beginning and end: they overlap nothing, and are evidence already',
  },
  {
    path: 'src/effective-table.ts',
    line: 'const stale = end !== null && end <= date',
    breaks: ['end !== null → true'],
    why: 'null is never before a date',
  },
  {
    path: 'src/effective-table.ts',
    line: 'if (end === null || to > end) end = to',
    breaks: ['to > end → to >= end'],
    why: 'the same date instead of the same date',
  },
  {
    path: 'src/effective-table.ts',
    line: "const inOrder = [...rows].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))",
    breaks: [
      "(a.from ?? '') < (b.from ?? '') → false",
      "(a.from ?? '') < (b.from ?? '') → (a.from ?? '') <= (b.from ?? '')",
    ],
    why: 'two rows that begin on one day are refused in either order',
  },
  {
    path: 'src/fixed-point.ts',
    line: "const [, whole, fraction = ''] = /^(d{1,6})(?:.(d+))?$/.exec(decimal) ?? []",
    breaks: ['[] → ["Stryker was here"]'],
    why: 'only what follows the first element is read',
  },
  {
    path: 'src/group-services.ts',
    line: 'if (fault) off.push({ service, reason: reasonIn(fault) })',
    breaks: ['fault → true'],
    why: 'a service that cannot be counted always has its finding',
  },
  {
    path: 'src/lines-of-drafts.ts',
    line: 'const charges: (Cents | null)[] = charge === null || parts.length === 1 ? [charge] : allocate(charge, parts)',
    breaks: ['parts.length === 1 → false'],
    why: 'a charge allocated to one part is the whole charge',
  },
  {
    path: 'src/lines-of-drafts.ts',
    line: 'add(byAssistant, assistant?.modifier ?? null, lines.length > 0 ? rules.splitLineModifier : null)',
    breaks: ['assistant?.modifier → assistant.modifier'],
    why: 'where the assistant has units there is one',
  },
  {
    path: 'src/payer-profile.ts',
    line: 'if (!rules || Object.keys(rules).length === 0) return { rules: base, misfits: [] }',
    breaks: ['Object.keys(rules).length === 0 → false'],
    why: 'a short way: no rules laid over a family’s are the family’s',
  },
  {
    path: 'src/price-lines.ts',
    line: 'const { allowedCents = null, reasons = [] } = amounts.lines[place] ?? {}',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'every line has an answer: the fallback only pleases the compiler',
  },
  {
    path: 'src/price-treatment-day.ts',
    line: "assert(answer, 'every line has an answer')",
    breaks: ["assert(answer, 'every line has an answer') → ;"],
    why: 'it has: the assertion only pleases the compiler',
  },
  {
    path: 'src/effective-table.ts',
    line: 'if (known) return known',
    breaks: ['known → false'],
    why: 'rows are read again: the same rows, later',
  },
  {
    path: 'src/effective-table.ts',
    line: 'if (rows.length > 0) checked.set(key, rows)',
    breaks: [
      'rows.length > 0 → true',
      'rows.length > 0 → false',
      'rows.length > 0 → rows.length >= 0',
      'rows.length > 0 → rows.length <= 0',
      'checked.set(key, rows) → ;',
    ],
    why: 'what is kept saves time, and nothing more',
  },
  {
    path: 'src/effective-table.ts',
    line: 'row.to !== null && next.from !== null && row.to <= next.from,',
    breaks: [
      'row.to !== null && next.from !== null → row.to !== null || next.from !== null',
      'row.to !== null → true',
      'next.from !== null → true',
    ],
    why: 'null is never at most a date, nor a date at most null',
  },
  {
    path: 'src/fixed-point.ts',
    line: "const [, whole, fraction = ''] = /^(\\d{1,6})(?:\\.(\\d+))?$/.exec(decimal) ?? []",
    breaks: ['[] → ["Stryker was here"]'],
    why: 'the first place of the match is not read',
  },
]
