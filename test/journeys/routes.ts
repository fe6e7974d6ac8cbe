import { QueryClient } from '@tanstack/react-query'
import { createAppRouter } from '../../web/platform/router.tsx'

/** Every address the pages know, as the router has it: `/projects/$id/settings`. */
export function pageRoutes(): string[] {
  const router = createAppRouter(new QueryClient())
  return Object.keys(router.routesByPath).toSorted()
}
