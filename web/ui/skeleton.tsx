type Shape = { className: string }

export function Bone({ className }: Shape) {
  return <div aria-hidden="true" className={`skeleton ${className}`} />
}

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3']

export function TableBones({ rows = 5 }: { rows?: number }) {
  return (
    <div aria-hidden="true" className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-11 items-center justify-between border-b border-line">
          <div className="w-1/2">
            <Bone className={`h-4 ${WIDTHS[row % WIDTHS.length] ?? 'w-1/2'}`} />
          </div>
          <Bone className="h-4 w-20" />
        </div>
      ))}
    </div>
  )
}

export function ChartBones() {
  return <Bone className="h-60 w-full" />
}
