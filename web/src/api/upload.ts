// Attachments: sent as soon as they are chosen, with progress, which `fetch` does not tell.
import { csrfToken, Problem, Unreachable } from './client'
import type { FileRef, ProblemDocument } from './types'

/** Sends a file; `onProgress` hears parts of 1. Sent again, the same file has the same id. */
export function upload(file: Blob, name: string, onProgress: (part: number) => void = () => undefined): Promise<FileRef> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/files')
    request.setRequestHeader('X-CSRF', csrfToken())
    request.responseType = 'json'
    request.upload.onprogress = (e) => { if (e.lengthComputable) onProgress(e.loaded / e.total) }
    request.onerror = () => { reject(new Unreachable()) }
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as FileRef)
      else if (request.status === 502 || request.status === 504 || request.response === null) reject(new Unreachable())
      else reject(new Problem(request.response as ProblemDocument))
    }
    const body = new FormData()
    body.append('file', file, name)
    request.send(body)
  })
}
