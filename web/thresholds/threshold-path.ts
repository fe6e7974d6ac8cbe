import type { Threshold } from '../../src/thresholds/api.ts'

export const pathOf = ({ projectId, period }: Pick<Threshold, 'projectId' | 'period'>) =>
  `/api/projects/${projectId}/thresholds/${period}`
