/** A bar that also says its share in words beside it (the caller's sentence). */
export function Progress({ label, done, total, text }: { label: string; done: number; total: number; text: string }) {
  const share = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={text}
      className="h-2 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        className="h-full rounded-full bg-accent transition-[width] duration-(--fade)"
        style={{ width: `${share * 100}%` }}
      />
    </div>
  )
}
