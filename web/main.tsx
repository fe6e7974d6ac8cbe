import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { prefetchFirstPage } from './platform/first-page.ts'
import { createQueries } from './platform/query.ts'
import { createAppRouter, signInAgain } from './platform/router.tsx'

const queryClient = createQueries({ onSignedOut: () => signInAgain(router) })
const router = createAppRouter(queryClient)
prefetchFirstPage(queryClient, location.pathname)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
