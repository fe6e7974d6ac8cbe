import { describe, expect, it } from 'vitest'
import { withQuery } from './api.ts'
import { safeNext } from './session.ts'

describe('after signing in', () => {
  it('goes back to a path of ours', () => {
    expect(safeNext('/projects?sort=name')).toBe('/projects?sort=name')
  })
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n\\evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])('never leaves for %s', (next) => {
    expect(safeNext(next)).toBe('/')
  })
})

describe('queries', () => {
  it('leave out what was not chosen', () => {
    expect(withQuery('/api/projects', { teamId: undefined, search: '', limit: 50 })).toBe('/api/projects?limit=50')
    expect(withQuery('/api/home', {})).toBe('/api/home')
  })
})
