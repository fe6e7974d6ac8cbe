import { useMutation, useQueryClient } from '@tanstack/react-query'
import { announce, hush } from './announcements.ts'

type Options<Output, Input> = {
  act: (input: Input) => Promise<Output>
  /** The sentence said once it is done. */
  say?: ((output: Output, input: Input) => string) | undefined
  done?: ((output: Output, input: Input) => void) | undefined
  /** Signed-out pages: a 401 is an answer there, not the end of a session. */
  public?: boolean
}

/** One write: afterwards everything on the page is asked for again, so that no figure contradicts another. */
export function useWrite<Output, Input = void>({ act, say, done, public: isPublic = false }: Options<Output, Input>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    meta: { public: isPublic },
    onMutate: hush,
    onSuccess: (output, input) => {
      if (say) announce(say(output, input))
      done?.(output, input)
      void queryClient.invalidateQueries()
    },
  })
}
