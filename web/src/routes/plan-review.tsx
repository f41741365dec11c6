export function PlanReview() { return null }
