import { z } from 'zod'

const Question = z.object({ id: z.int(), task: z.string(), input: z.unknown() })

/** The other side of `startChild`: answers each task until the parent lets go, then cleans up and ends. */
export function answerTasks(
  tasks: Record<string, (input: unknown) => Promise<unknown>>,
  cleanUp: () => Promise<void> = async () => {},
): void {
  process.on('message', async (message) => {
    const { id, task, input } = Question.parse(message)
    const answer = tasks[task]
    try {
      if (!answer) throw new Error('unknown task')
      process.send?.({ id, value: (await answer(input)) ?? null })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', async () => {
    await cleanUp()
    process.exit()
  })
}
