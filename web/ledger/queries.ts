import { queryOptions } from '@tanstack/react-query'
import type { Reconciliation } from '../../src/ledger/reconciliation/api.ts'
import { api } from '../platform/api.ts'

export const reconciliationQuery = (projectId: string, days = 7) =>
  queryOptions({
    queryKey: ['projects', projectId, 'reconciliation', days],
    queryFn: ({ signal }) =>
      api.get<Reconciliation>(`/api/projects/${projectId}/reconciliation`, { days: String(days) }, signal),
  })
