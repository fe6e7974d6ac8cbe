import { z } from 'zod'

/** What a to-do is about. */
export const TodoKind = z.enum([
  'breach',
  'near-limit',
  'approval',
  'block-not-proven',
  'channel-failing',
  'no-channel',
  'no-data',
  'price-unknown',
  'spool-full',
  'hard-limit',
  'drift',
  'add-team',
  'add-key',
  'key-broken',
  'add-binding',
  'empty-reading',
  'collection-failed',
  'collecting',
  'unattributed',
])
