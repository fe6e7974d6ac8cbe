import { queryOptions } from '@tanstack/react-query'
import type { PricedModel, UnknownPrices } from '../../src/pricing/api.ts'
import { api } from '../platform/api.ts'

export const pricesQuery = queryOptions({
  queryKey: ['prices'],
  queryFn: ({ signal }) => api.get<{ items: PricedModel[] }>('/api/prices', {}, signal),
})

export const unknownPricesQuery = queryOptions({
  queryKey: ['prices', 'unknown'],
  queryFn: ({ signal }) => api.get<UnknownPrices>('/api/prices/unknown', {}, signal),
})
