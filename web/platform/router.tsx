import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { readAlertsSearch } from '../alerts/alerts-search.ts'
import { readCallsSearch } from '../calls/calls-search.ts'
import { readOutboxSearch } from '../channels/outbox-search.ts'
import { HomePage } from '../reports/home-page.tsx'
import { readProjectSearch } from '../reports/project-search.ts'
import { readProjectsSearch } from '../reports/projects-search.ts'
import { readCompareSearch } from '../value/compare-search.ts'
import { Announcer } from './announcer.tsx'
import { ErrorPage, NotFoundPage, StandaloneErrorPage, StandaloneNotFoundPage } from './error-page.tsx'
import { isProblem } from './problem.ts'
import { meQuery, safeNext, setupQuery } from './session.ts'
import { Shell } from './shell.tsx'

type Context = { queryClient: QueryClient }
type Next = { next?: string }

const lazy = (load: () => Promise<ComponentType>) => lazyRouteComponent(() => load().then((page) => ({ page })), 'page')

const readNext = (search: Record<string, unknown>): Next =>
  typeof search.next === 'string' ? { next: safeNext(search.next) } : {}

const rootRoute = createRootRouteWithContext<Context>()({
  errorComponent: StandaloneErrorPage,
  notFoundComponent: StandaloneNotFoundPage,
  component: () => (
    <>
      <Outlet />
      <Announcer />
    </>
  ),
})
const root = () => rootRoute

const setupRoute = createRoute({
  getParentRoute: root,
  path: '/setup',
  beforeLoad: async ({ context }) => {
    const { needed } = await context.queryClient.fetchQuery({ ...setupQuery, staleTime: 0 })
    if (!needed) throw redirect({ to: '/sign-in' })
  },
  component: lazy(() => import('../people/setup-page.tsx').then((page) => page.SetupPage)),
})
const signInRoute = createRoute({
  getParentRoute: root,
  path: '/sign-in',
  validateSearch: readNext,
  beforeLoad: async ({ context }) => {
    const { needed } = await context.queryClient.ensureQueryData(setupQuery)
    if (needed) throw redirect({ to: '/setup' })
  },
  component: lazy(() => import('../people/sign-in-page.tsx').then((page) => page.SignInPage)),
})
const invitationRoute = createRoute({
  getParentRoute: root,
  path: '/invitations/$token',
  component: lazy(() => import('../people/invitation-page.tsx').then((page) => page.InvitationPage)),
})
const resetRoute = createRoute({
  getParentRoute: root,
  path: '/password-reset',
  component: lazy(() => import('../people/password-reset-page.tsx').then((page) => page.PasswordResetPage)),
})
const chooseRoute = createRoute({
  getParentRoute: root,
  path: '/password-reset/$token',
  component: lazy(() => import('../people/new-password-page.tsx').then((page) => page.NewPasswordPage)),
})

const appRoute = createRoute({
  getParentRoute: root,
  id: 'app',
  component: Shell,
  errorComponent: StandaloneErrorPage,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!isProblem(error, 401)) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
})
const app = () => appRoute

const homeRoute = createRoute({ getParentRoute: app, path: '/', component: HomePage })
const projectsRoute = createRoute({
  getParentRoute: app,
  path: '/projects',
  validateSearch: readProjectsSearch,
  component: lazy(() => import('../reports/projects-page.tsx').then((page) => page.ProjectsPage)),
})
const projectRoute = createRoute({
  getParentRoute: app,
  path: '/projects/$id',
  validateSearch: readProjectSearch,
  component: lazy(() => import('../reports/project-page.tsx').then((page) => page.ProjectPage)),
})
const projectSettingsRoute = createRoute({
  getParentRoute: app,
  path: '/projects/$id/settings',
  component: lazy(() => import('../teams/project-settings-page.tsx').then((page) => page.ProjectSettingsPage)),
})
const callsRoute = createRoute({
  getParentRoute: app,
  path: '/projects/$id/calls',
  validateSearch: readCallsSearch,
  component: lazy(() => import('../calls/calls-page.tsx').then((page) => page.CallsPage)),
})
const callRoute = createRoute({
  getParentRoute: app,
  path: '/projects/$id/calls/$callId',
  component: lazy(() => import('../calls/call-page.tsx').then((page) => page.CallPage)),
})
const compareRoute = createRoute({
  getParentRoute: app,
  path: '/compare',
  validateSearch: readCompareSearch,
  component: lazy(() => import('../value/compare-page.tsx').then((page) => page.ComparePage)),
})
const connectRoute = createRoute({
  getParentRoute: app,
  path: '/projects/$id/connect',
  component: lazy(() => import('../project-keys/connect-page.tsx').then((page) => page.ConnectPage)),
})
const outcomesRoute = createRoute({
  getParentRoute: app,
  path: '/projects/$id/outcomes',
  component: lazy(() => import('../outcomes/outcomes-page.tsx').then((page) => page.OutcomesPage)),
})
const teamsRoute = createRoute({
  getParentRoute: app,
  path: '/teams',
  validateSearch: (search: Record<string, unknown>): { create?: boolean; archived?: boolean } => ({
    ...(search.create === true ? { create: true } : {}),
    ...(search.archived === true ? { archived: true } : {}),
  }),
  component: lazy(() => import('../teams/teams-page.tsx').then((page) => page.TeamsPage)),
})
const teamRoute = createRoute({
  getParentRoute: app,
  path: '/teams/$id',
  component: lazy(() => import('../teams/team-page.tsx').then((page) => page.TeamPage)),
})
const teamSettingsRoute = createRoute({
  getParentRoute: app,
  path: '/teams/$id/settings',
  component: lazy(() => import('../teams/team-settings-page.tsx').then((page) => page.TeamSettingsPage)),
})
const unattributedRoute = createRoute({
  getParentRoute: app,
  path: '/unattributed',
  component: lazy(() => import('../reports/unattributed-page.tsx').then((page) => page.UnattributedPage)),
})
const outboxRoute = createRoute({
  getParentRoute: app,
  path: '/outbox',
  validateSearch: readOutboxSearch,
  component: lazy(() => import('../channels/outbox-page.tsx').then((page) => page.OutboxPage)),
})
const jobsRoute = createRoute({
  getParentRoute: app,
  path: '/jobs',
  component: lazy(() => import('../operations/jobs-page.tsx').then((page) => page.JobsPage)),
})
const pricesRoute = createRoute({
  getParentRoute: app,
  path: '/prices',
  validateSearch: (search: Record<string, unknown>): { q?: string; all?: boolean } => ({
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...(search.all === true ? { all: true } : {}),
  }),
  component: lazy(() => import('../pricing/prices-page.tsx').then((page) => page.PricesPage)),
})
const actionsRoute = createRoute({
  getParentRoute: app,
  path: '/actions',
  validateSearch: (search: Record<string, unknown>): { teamId?: string } =>
    typeof search.teamId === 'string' && search.teamId !== '' ? { teamId: search.teamId } : {},
  component: lazy(() => import('../actions/actions-page.tsx').then((page) => page.ActionsPage)),
})
const alertsRoute = createRoute({
  getParentRoute: app,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  component: lazy(() => import('../alerts/alerts-page.tsx').then((page) => page.AlertsPage)),
})
const alertRoute = createRoute({
  getParentRoute: app,
  path: '/alerts/$id',
  component: lazy(() => import('../alerts/alert-page.tsx').then((page) => page.AlertPage)),
})
const settingsRoute = createRoute({
  getParentRoute: app,
  path: '/settings',
  component: lazy(() => import('../operations/settings-page.tsx').then((page) => page.SettingsPage)),
})
const accountRoute = createRoute({
  getParentRoute: app,
  path: '/account',
  component: lazy(() => import('../people/account-page.tsx').then((page) => page.AccountPage)),
})

const routeTree = rootRoute.addChildren([
  setupRoute,
  signInRoute,
  invitationRoute,
  resetRoute,
  chooseRoute,
  appRoute.addChildren([
    homeRoute,
    projectsRoute,
    projectRoute,
    projectSettingsRoute,
    connectRoute,
    callsRoute,
    callRoute,
    outcomesRoute,
    compareRoute,
    teamsRoute,
    teamRoute,
    teamSettingsRoute,
    unattributedRoute,
    outboxRoute,
    jobsRoute,
    pricesRoute,
    actionsRoute,
    alertsRoute,
    alertRoute,
    settingsRoute,
    accountRoute,
  ]),
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: () => <NotFoundPage />,
  })
}
type AppRouter = ReturnType<typeof createAppRouter>

/** The session ended under an open page: sign in, then come back to it. */
export function signInAgain(router: AppRouter): void {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in' || pathname === '/setup') return
  const { queryClient } = router.options.context
  // Not before the page is left: while it is shown it would ask again whose it is, and show an error.
  void router
    .navigate({ to: '/sign-in', search: { next: href } })
    .then(() => queryClient.removeQueries({ queryKey: meQuery.queryKey }))
}

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
