import { useQueryClient } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { words } from '../words/index.ts'
import { api } from './api.ts'
import { useWrite } from './write.ts'

export function SignOutButton({ className }: { className: string }) {
  const queryClient = useQueryClient()
  const signOut = useWrite({
    act: () => api.post('/api/sign-out'),
    // A full load drops everything that the session had read.
    done: () => {
      queryClient.clear()
      location.assign('/sign-in')
    },
    public: true,
  })
  return (
    <button type="button" onClick={() => signOut.mutate()} className={className}>
      <LogOut aria-hidden="true" className="size-4 shrink-0" />
      {words.shell.signOut}
    </button>
  )
}
