import { expect, test } from 'vitest'
import { drawArchitecture } from './draw.ts'

const imports = [
  { from: 'src/app.ts', to: 'src/teams/index.ts' },
  { from: 'src/teams/store.ts', to: 'src/platform/db/database.ts' },
  { from: 'src/teams/store.ts', to: 'src/actions/record.ts' },
  { from: 'src/actions/record.ts', to: 'src/platform/db/database.ts' },
  { from: 'src/platform/db/database.ts', to: 'src/platform/db/embedded.ts' },
]

test('the picture does not depend on the order in which files are read', () => {
  expect(drawArchitecture(imports.toReversed())).toBe(drawArchitecture(imports))
})

test('it shows the parts that exist and one arrow for each pair that imports', () => {
  const picture = drawArchitecture(imports)
  expect(picture.match(/<text[^>]*>[^<]*/g)?.map((text) => text.replace(/<[^>]*>/, ''))).toEqual([
    'app',
    'teams',
    'actions',
    'platform — every part may import it',
  ])
  expect(picture.match(/class="edge"/g)).toHaveLength(2)
})

test('an import made by a test draws no arrow', () => {
  const withTest = [...imports, { from: 'src/teams/x.test.ts', to: 'src/reports/index.ts' }]
  expect(drawArchitecture(withTest)).toBe(drawArchitecture(imports))
})
