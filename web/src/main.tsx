import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { Problem } from './api/client'
import { App } from './App'
import { rememberedLang, setLang, useLang } from './i18n'
import { SessionProvider } from './lib/session'
import { ToastProvider } from './lib/toast'
import { startUpdates } from './lib/update'
import './styles/base.css'
import './styles/layout.css'
import './styles/print.css'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refuses stays refused; a lost connection is tried once more. Offline, the service worker answers.
      retry: (count, error) => !(error instanceof Problem) && count < 1,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

function Root() {
  const lang = useLang()
  return (
    <ToastProvider key={lang}>
      <App />
    </ToastProvider>
  )
}

async function start(): Promise<void> {
  if (rememberedLang() === 'en') await setLang('en')
  const root = document.getElementById('root')
  if (!root) throw new Error('no root')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <SessionProvider><Root /></SessionProvider>
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
  if (import.meta.env.PROD) startUpdates()
}

void start()
