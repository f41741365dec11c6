// Arrow keys in a table: from cell to cell, over merged heads too. Enter opens what stands in the cell, else what its row
// leads to.
import type { KeyboardEvent } from 'react'

const CONTROLS = 'a[href], button:not([disabled]):not(.col-grip), input[type=checkbox]'
const STEPS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

type Cell = HTMLTableCellElement

/** Places of the cells, row by row; a merged cell stands in each place that it covers. */
export function placesOf(rows: { cells: { rowSpan: number; colSpan: number }[] }[]): number[][] {
  // -1: nothing there. Else the running number of the cell.
  const places: number[][] = rows.map(() => [])
  let n = 0
  rows.forEach((row, r) => {
    let c = 0
    for (const cell of row.cells) {
      while (places[r]?.[c] !== undefined) c += 1
      for (let y = r; y < Math.min(rows.length, r + cell.rowSpan); y += 1) {
        for (let x = c; x < c + cell.colSpan; x += 1) {
          const line = places[y]
          if (line) line[x] = n
        }
      }
      n += 1
      c += cell.colSpan
    }
  })
  return places
}

function rowsOf(table: HTMLTableElement): HTMLTableRowElement[] {
  return [...table.rows].filter((row) => row.getAttribute('aria-hidden') !== 'true' && row.offsetParent !== null)
}

/** A cell with one control gives it the focus; else the cell itself takes it. */
function enter(cell: Cell): void {
  const controls = [...cell.querySelectorAll<HTMLElement>(CONTROLS)].filter((c) => c.offsetParent !== null)
  const [only] = controls
  if (only && controls.length === 1) {
    only.focus()
    return
  }
  if (cell.tabIndex < 0) cell.tabIndex = -1
  cell.focus()
}

/** Where a step from a cell leads; the cell itself at the edge. */
function beside(table: HTMLTableElement, from: Cell, [down, right]: [number, number]): Cell | null {
  const rows = rowsOf(table)
  const cells = rows.flatMap((row) => [...row.cells])
  const places = placesOf(rows.map((row) => ({ cells: [...row.cells] })))
  const mine = cells.indexOf(from)
  let r = places.findIndex((line) => line.includes(mine))
  let c = places[r]?.indexOf(mine) ?? -1
  if (r < 0 || c < 0) return null
  for (;;) {
    r += down
    c += right
    const at = places[r]?.[c]
    if (at === undefined) return null
    const cell = cells[at]
    // Steps over what the screen hides and over the rest of the same merged cell.
    if (at !== mine && cell && cell.offsetParent !== null) return cell
  }
}

function firstCell(table: HTMLTableElement): Cell | undefined {
  const body = table.tBodies[0]
  const row = body ? [...body.rows].find((x) => x.getAttribute('aria-hidden') !== 'true') : undefined
  return row?.cells[0]
}

function edge(from: Cell, key: string): Cell | undefined {
  const row = from.parentElement
  if (!(row instanceof HTMLTableRowElement)) return undefined
  const cells = [...row.cells].filter((c) => c.offsetParent !== null)
  return key === 'Home' ? cells[0] : cells.at(-1)
}

function typesInto(target: EventTarget): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio'
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** For the element around a table: `onKeyDown={cellKeys}`. */
export function cellKeys(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typesInto(target)) return
  const from = target.closest<Cell>('td, th')
  const table = from?.closest('table') ?? event.currentTarget.querySelector('table')
  if (!table) return
  const step = STEPS[event.key]
  if (step) {
    const to = from ? beside(table, from, step) : firstCell(table)
    if (!to && !from) return
    event.preventDefault()
    if (to) enter(to)
  } else if ((event.key === 'Home' || event.key === 'End') && from) {
    const to = edge(from, event.key)
    event.preventDefault()
    if (to) enter(to)
  } else if (event.key === 'Enter' && from && target === from) {
    const way = from.querySelector<HTMLElement>(CONTROLS) ?? from.parentElement?.querySelector<HTMLElement>('a[href]')
    if (!way) return
    event.preventDefault()
    way.click()
  }
}
