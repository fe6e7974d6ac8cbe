import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** The width an element has now; measured before the first paint, so nothing jumps. */
export function useWidth<Shape extends HTMLElement>(): [RefObject<Shape | null>, number] {
  const ref = useRef<Shape>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
