export function PublicList() { return null }
export function PublicPage() { return null }
