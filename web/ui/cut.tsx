/** A name somebody chose: any length, any script, one line. */
export function Cut({ children, className = '' }: { children: string; className?: string }) {
  return (
    <bdi title={children} className={`inline-block max-w-full truncate align-bottom ${className}`}>
      {children}
    </bdi>
  )
}
