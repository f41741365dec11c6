export function ProgrammePage() { return null }
