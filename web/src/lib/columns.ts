// Columns of a table as this person left them: order, widths, what is hidden.
import { useKept } from './kept'

export interface ColumnChoice { order: string[]; hidden: string[]; widths: Record<string, number> }
const NOTHING: ColumnChoice = { order: [], hidden: [], widths: {} }

/** Puts the columns into the kept order; new ones stand where the server has them. */
export function arrange<T extends { name: string }>(columns: T[], choice: ColumnChoice): T[] {
  const place = new Map(choice.order.map((name, i) => [name, i]))
  return columns
    .map((column, i) => ({ column, at: place.get(column.name) ?? i }))
    .sort((a, b) => a.at - b.at)
    .map(({ column }) => column)
}

export function useColumns(key: string) {
  const [choice, set] = useKept<ColumnChoice>(`columns.${key}`, NOTHING)
  return { choice, set, reset: () => { set(NOTHING) } }
}
