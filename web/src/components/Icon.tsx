const PATHS = {
  close: 'M5 5l14 14M19 5L5 19',
  list: 'M4 7l2 2 3-4M4 17l2 2 3-4M12 7h8M12 17h8',
  board: 'M4 20V10M10 20V4M16 20v-8M20 20H3',
  book: 'M5 4h14v16H5zM9 4v16M12 9h4M12 13h4',
  table: 'M4 5h16v14H4zM4 10h16M4 15h16M10 5v14',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  down: 'M6 9l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  left: 'M15 6l-6 6 6 6',
  wifi: 'M2 2l20 20M5 12a10 10 0 0 1 4-2.5M12 19h.01M8.5 15.5a5 5 0 0 1 5-1',
} as const

/** Line drawings, 24 × 24; decoration beside words, hence hidden from screen readers. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 3 : 2} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
