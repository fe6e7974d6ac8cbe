import { expect, test } from 'vitest'
import { createKeptAnswers } from './kept-answers.ts'

const text = (answer: Buffer) => answer.toString()

test('an answer is made once per key', async () => {
  const answers = createKeptAnswers(1_000)
  let made = 0
  const make = async () => `answer ${++made}`
  expect(text(await answers.of('a', make))).toBe('answer 1')
  expect(text(await answers.of('a', make))).toBe('answer 1')
  expect(text(await answers.of('b', make))).toBe('answer 2')
})

test('those who ask together wait for one answer', async () => {
  const answers = createKeptAnswers(1_000)
  let made = 0
  const make = async () => `answer ${++made}`
  const together = await Promise.all([answers.of('a', make), answers.of('a', make)])
  expect(together.map(text)).toEqual(['answer 1', 'answer 1'])
})

test('a failure is kept for nobody', async () => {
  const answers = createKeptAnswers(1_000)
  await expect(answers.of('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(text(await answers.of('a', async () => 'well'))).toBe('well')
})

test('over the limit the answer goes that was not asked for longest', async () => {
  const answers = createKeptAnswers(6)
  let made = 0
  const make = async () => `${++made}..`
  await answers.of('a', make)
  await answers.of('b', make)
  await answers.of('a', make)
  await answers.of('c', make)
  expect(text(await answers.of('a', make))).toBe('1..')
  expect(text(await answers.of('b', make))).toBe('4..')
})
