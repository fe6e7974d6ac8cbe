import type { Block } from '../../src/blocking/api.ts'
import { words } from '../words/index.ts'

/** What a block is called: its project, or the whole team. */
export function nameOf(block: Pick<Block, 'projectName' | 'teamName'>): string {
  return block.projectName ?? words.blocking.wholeTeam(block.teamName)
}
