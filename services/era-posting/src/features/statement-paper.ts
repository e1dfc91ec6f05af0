/** A statement as a PDF: the same words as on the page. */
import type { Statement } from '../domain/statement.ts'
import {
  accountOf,
  addressee,
  letterhead,
  statementColumns,
  statementTotals,
} from '../domain/statement-page.ts'

/** US Letter in points. */
const [pageWidth, pageHeight] = [612, 792]
const margin = 48
const rowHeight = 16
const widths = [58, 72, 54, 60, 54, 56, 62, 50, 50]

export async function statementPaper(statement: Statement): Promise<Buffer> {
  // When a statement is asked for: it takes 15 MB, of which posting has no use.
  const { default: PDFDocument } = await import('pdfkit')
  const paper = new PDFDocument({ size: [pageWidth, pageHeight], margin, info: { Title: 'Statement' } })
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    paper.on('data', (piece: Buffer) => pieces.push(piece))
    paper.on('end', () => resolve(Buffer.concat(pieces)))
    paper.on('error', reject)
  })
  draw(paper, statement)
  paper.end()
  return done
}

function draw(paper: PDFKit.PDFDocument, statement: Statement): void {
  paper.font('Helvetica-Bold').fontSize(14).text(plain(statement.practice))
  paper.font('Helvetica').fontSize(10)
  for (const line of letterhead(statement)) paper.text(plain(line))
  paper.moveDown().text(`Statement of ${statement.asOf}`)
  paper.moveDown(2)
  for (const line of addressee(statement)) paper.text(plain(line))
  paper
    .moveDown()
    .text(`Account ${plain(accountOf(statement))}`)
    .moveDown()
  let at = paper.y
  const row = (cells: readonly string[], font: string) => {
    if (at + rowHeight > pageHeight - margin) {
      paper.addPage()
      at = margin
    }
    let x = margin
    paper.font(font).fontSize(8)
    for (const [column, cell] of cells.entries()) {
      const width = widths[column] ?? 50
      paper.text(plain(cell), x, at, { width, lineBreak: false, align: column < 2 ? 'left' : 'right' })
      x += width
    }
    at += rowHeight
  }
  row(
    statementColumns.map(([head]) => head),
    'Helvetica-Bold',
  )
  for (const line of statement.lines) {
    row(
      statementColumns.map(([, of]) => of(line)),
      'Helvetica',
    )
  }
  at += rowHeight
  for (const total of statementTotals(statement)) row(['', '', '', '', '', ...total], 'Helvetica-Bold')
}

/** Letters of names whose stroke is no mark that could be taken off. */
const withoutStroke: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
}

/** The fonts of every PDF reader hold Latin-1: other letters lose their marks, and what has none is shown as missing. */
function plain(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => (letter <= '\u00ff' ? letter : letter.normalize('NFD').replace(/\p{M}/gu, '')))
    .map((letter) => (letter <= '\u00ff' ? letter : (withoutStroke[letter] ?? '?')))
    .join('')
}
