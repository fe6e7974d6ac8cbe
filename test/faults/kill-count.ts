/** How often a fault test kills: `usual` at every change, `FAULT_KILLS` times where that is set, as before a release. */
export function killCount(usual: number): number {
  return Number(process.env.FAULT_KILLS ?? usual)
}
