import type { Layout } from './layout.ts'

/** 확정 solid, 잠정 at 60 %, 추정 hatched. */
export function Bars({ layout, id }: { layout: Layout; id: string }) {
  const hatched = [...new Set(layout.bars.filter((bar) => bar.basis === 'estimated').map((bar) => bar.color))]
  const hatch = (color: string) => `${id}-hatch-${hatched.indexOf(color)}`
  return (
    <>
      <defs>
        {hatched.map((color) => (
          <Hatch key={color} id={hatch(color)} color={color} />
        ))}
      </defs>
      {layout.bars.map((bar) => (
        <rect
          key={bar.key}
          x={bar.x}
          y={bar.y}
          width={bar.width}
          height={Math.max(0.75, bar.height - (bar.height > 3 ? 1 : 0))}
          fill={bar.basis === 'estimated' ? `url(#${hatch(bar.color)})` : bar.color}
          fillOpacity={bar.basis === 'provisional' ? 0.6 : 1}
          stroke={bar.basis === 'estimated' && bar.width > 4 && bar.height > 4 ? bar.color : 'none'}
        />
      ))}
    </>
  )
}

export function Hatch({ id, color }: { id: string; color: string }) {
  return (
    <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={5} height={5} fill={color} opacity={0.15} />
      <rect width={2} height={5} fill={color} />
    </pattern>
  )
}
