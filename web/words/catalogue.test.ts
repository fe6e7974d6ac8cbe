import { describe, expect, it } from 'vitest'
import { words } from './index.ts'

type Leaf = [path: string, text: string]

/** A sentence made from a function is tried with a name and a count, whichever it takes. */
function leaves(value: unknown, path: string): Leaf[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value('2026-11-21', '2026-11-22', '3', '4'))]]
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
  }
  return [[path, '']]
}

describe('the catalogue', () => {
  const all = leaves(words, 'words')

  it('has a text at every place', () => {
    expect(all.filter(([, text]) => text.trim() === '')).toEqual([])
    expect(all.length).toBeGreaterThan(300)
  })

  it('speaks in 합니다체: no 해요체, no exclamation marks', () => {
    expect(all.filter(([, text]) => /!|(?<!주세|하세|두세)요[.?]?$/.test(text))).toEqual([])
    expect(all.filter(([, text]) => /(?:해요|어요|아요|예요|이에요|네요|세용)(?:[.? ]|$)/.test(text))).toEqual([])
  })

  it('leaves no placeholder unfilled', () => {
    expect(all.filter(([, text]) => /undefined|\[object|\$\{/.test(text))).toEqual([])
  })

  it('says the sentences of the first set-up as the journey tells them', () => {
    expect(words.keys.registered('abc1')).toBe('Admin API Key가 등록되었습니다 (ends with ...abc1)')
    expect(words.projects.binding.guide).toBe('팀의 Admin API Key로 접근 가능한 Project ID를 입력하세요')
    expect([words.teams.create, words.projects.create, words.keys.register]).toEqual([
      '새 팀 생성',
      '새 프로젝트 생성',
      '등록',
    ])
  })
})
