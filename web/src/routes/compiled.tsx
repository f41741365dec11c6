export function CompiledPage() { return null }
