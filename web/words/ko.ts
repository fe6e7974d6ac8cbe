import { actions } from './ko/actions.ts'
import { alerts } from './ko/alerts.ts'
import { blocking } from './ko/blocking.ts'
import { calls } from './ko/calls.ts'
import { causes } from './ko/causes.ts'
import { channels } from './ko/channels.ts'
import { charts } from './ko/charts.ts'
import { collection } from './ko/collection.ts'
import { common, problem } from './ko/common.ts'
import { connect } from './ko/connect.ts'
import { home } from './ko/home.ts'
import { keys } from './ko/keys.ts'
import { operations } from './ko/operations.ts'
import { outcomes } from './ko/outcomes.ts'
import { people } from './ko/people.ts'
import { polling } from './ko/polling.ts'
import { prices } from './ko/prices.ts'
import { projectKeys } from './ko/project-keys.ts'
import { projects } from './ko/projects.ts'
import { reconciliation } from './ko/reconciliation.ts'
import { settings } from './ko/settings.ts'
import { shell } from './ko/shell.ts'
import { spend } from './ko/spend.ts'
import { teams } from './ko/teams.ts'
import { thresholds } from './ko/thresholds.ts'
import { value } from './ko/value.ts'

export const ko = {
  actions,
  alerts,
  calls,
  causes,
  channels,
  blocking,
  charts,
  collection,
  common,
  connect,
  home,
  keys,
  operations,
  outcomes,
  people,
  polling,
  prices,
  problem,
  projectKeys,
  projects,
  reconciliation,
  settings,
  shell,
  spend,
  teams,
  thresholds,
  value,
}
