// Words for people. Chinese is built in and typed; English is loaded when asked for. Names and quoted sentences of
// plans are data and stay as they are.
import { useSyncExternalStore } from 'react'
import { zh } from './zh'

export type Key = keyof typeof zh
export type Dictionary = Record<Key, string>
export type Lang = 'zh' | 'en'

let lang: Lang = 'zh'
let words: Dictionary = zh
const listeners = new Set<() => void>()
const KEY = 'luodi.lang'

export function currentLang(): Lang {
  return lang
}

/** Switches the language of every page; remembered on this device. */
export async function setLang(next: Lang): Promise<void> {
  words = next === 'en' ? (await import('./en')).en : zh
  lang = next
  localStorage.setItem(KEY, next)
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN'
  document.title = words['app.name']
  listeners.forEach((tell) => { tell() })
}

/** The language chosen on this device before. */
export function rememberedLang(): Lang {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh'
}

/** Re-renders with the language; the root uses it as its key. */
export function useLang(): Lang {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, currentLang)
}

/** The words of a key, with `{name}` filled in. */
export function t(key: Key, params?: Record<string, string | number>): string {
  const text = words[key]
  if (!params) return text
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}

/** For keys made at run time (`state.${x}`): the words, or the fallback where there are none. */
export function tOr(key: string, fallback: string): string {
  return (words as Record<string, string>)[key] ?? fallback
}
