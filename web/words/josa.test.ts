import { describe, expect, it } from 'vitest'
import { josa } from './josa.ts'

describe('josa', () => {
  it.each([
    ['마케팅팀', '마케팅팀이', '마케팅팀으로'],
    ['데이터', '데이터가', '데이터로'],
    ['서울', '서울이', '서울로'],
    ['팀 1', '팀 1이', '팀 1로'],
    ['팀 2', '팀 2가', '팀 2로'],
    ['chatbot', 'chatbot이', 'chatbot으로'],
    ['reply-draft', 'reply-draft가', 'reply-draft로'],
    ['Admin', 'Admin이', 'Admin으로'],
    ['🚀', '🚀가', '🚀로'],
  ])('%s takes the particle that it sounds like', (word, subject, direction) => {
    expect([josa(word, '이/가'), josa(word, '으로/로')]).toEqual([subject, direction])
  })
})
