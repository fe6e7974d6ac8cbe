import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { words } from '../words/index.ts'

/** Wide content: a keyboard can reach and move it, but only while there is something to move. */
export function ScrollRegion({
  label,
  className = '',
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  const ref = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () =>
      setOverflows(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const reach = overflows ? { role: 'region', tabIndex: 0, 'aria-label': words.common.scrollable(label) } : {}
  return (
    <div ref={ref} {...reach} className={`overflow-auto ${className}`}>
      {children}
    </div>
  )
}
