import { expect, test } from 'vitest'
import { actionSentence } from './index.ts'

test('a moved project names the team it left and the team it came to', () => {
  const before = { teamId: 'a', teamName: '마케팅팀' }
  const sentence = (teamName: string) =>
    actionSentence('project.moved', { subject: '검색', before, after: { teamId: 'b', teamName } })
  expect(sentence('데이터팀')).toBe('‘검색’ 프로젝트를 ‘마케팅팀’에서 ‘데이터팀’으로 옮겼습니다.')
  expect(sentence('인프라')).toBe('‘검색’ 프로젝트를 ‘마케팅팀’에서 ‘인프라’로 옮겼습니다.')
})

test('a renamed team is told with the particle that its new name takes', () => {
  const facts = { subject: '서울', before: { name: '마케팅' }, after: { name: '서울' } }
  expect(actionSentence('team.renamed', facts)).toBe('팀 이름을 ‘마케팅’에서 ‘서울’로 바꾸었습니다.')
})

test('a limit is told as an amount of money, and a change of it by both amounts', () => {
  const sentence = (before: object | null, after: object) =>
    actionSentence('threshold.set', {
      subject: '검색',
      before: before && { period: 'day', ...before },
      after: { period: 'day', ...after },
    })
  expect(sentence(null, { limit: '100000' })).toBe('‘검색’에 일일 임계값($100,000)을 설정했습니다.')
  expect(sentence({ limit: '500' }, { limit: '1200.5' })).toBe('‘검색’의 일일 임계값을 바꾸었습니다($500 → $1,200.50).')
  expect(sentence({ limit: '500' }, { limit: '500' })).toBe('‘검색’의 일일 임계값을 바꾸었습니다.')
})
