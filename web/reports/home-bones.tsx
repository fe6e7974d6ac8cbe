import { Bone, ChartBones, TableBones } from '../ui/skeleton.tsx'

export function HomeBones() {
  return (
    <div className="flex flex-col gap-8">
      <Bone className="h-12 w-full" />
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {['today', 'yesterday', 'week', 'month'].map((figure) => (
          <div key={figure} className="flex flex-col gap-2">
            <Bone className="h-4 w-24" />
            <Bone className="h-8 w-40" />
            <Bone className="h-4 w-32" />
          </div>
        ))}
      </div>
      <div>
        <Bone className="mb-3 h-6 w-40" />
        <TableBones rows={5} />
      </div>
      <div>
        <Bone className="mb-3 h-6 w-72" />
        <ChartBones />
      </div>
    </div>
  )
}
