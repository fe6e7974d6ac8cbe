import { Bone, ChartBones, TableBones } from '../ui/skeleton.tsx'

export function PageBones() {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex h-20 flex-col justify-center gap-2">
        <Bone className="h-6 w-64" />
        <Bone className="h-4 w-40" />
      </div>
      <ProjectBones />
    </div>
  )
}

export function ProjectBones() {
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {['today', 'yesterday', 'week', 'month'].map((figure) => (
          <div key={figure} className="flex flex-col gap-2">
            <Bone className="h-4 w-24" />
            <Bone className="h-8 w-40" />
            <Bone className="h-4 w-32" />
          </div>
        ))}
      </div>
      <ChartBones />
      <TableBones rows={4} />
    </div>
  )
}
