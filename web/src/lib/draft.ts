/** Where the unfinished form of a register is kept, for this person on this device. */
export function draftKey(login: string, programme: string, register: string): string {
  return `form.${login}.${programme}.${register}`
}
