import { Problem, Unreachable } from '../api/client'
import { currentLang, t } from '../i18n'

/** What happened, in the user's words. */
export function errorText(error: unknown): string {
  if (error instanceof Unreachable) return t('error.unreachable')
  if (error instanceof Problem) {
    if (currentLang() === 'en' && error.body.title_en) {
      return error.body.detail ? `${error.body.title_en}: ${error.body.detail}` : error.body.title_en
    }
    return error.body.detail ?? error.body.title
  }
  return t('error.unexpected')
}

/** Says of each field what is wrong with it; what names no field comes under the empty key. */
export function fieldErrors(error: unknown): Record<string, string> {
  const out: Record<string, string> = {}
  if (!(error instanceof Problem)) return out
  for (const item of error.problems) {
    const key = item.field ?? ''
    out[key] = out[key] === undefined ? item.say : `${out[key]} ${item.say}`
  }
  return out
}
