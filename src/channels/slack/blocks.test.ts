import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NoticeBody } from '../notice.ts'
import { noticeOf } from '../workbench.fixture.ts'
import { slackMessage } from './blocks.ts'
import { slackText } from './text.ts'

const now = { late: null, possiblyTwice: false }
const notice = (change: Partial<NoticeBody> = {}) => noticeOf({ detectedAt: new Date(0), ...change })

test('a notice is a header, its facts side by side, its sentences, and buttons with their addresses', () => {
  const { text, blocks } = slackMessage(notice(), now)
  expect(text).toBe('🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)')
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'actions'])
  expect(blocks[1]).toMatchObject({ fields: [{ text: '*프로젝트*\nchatbot-experiment', verbatim: true }, {}] })
  expect(blocks[3]).toMatchObject({
    elements: [
      { text: { text: '상세 보기' }, url: 'http://localhost:3000/projects/1' },
      { text: { text: '지금 차단하기' }, url: 'http://localhost:3000/projects/1?block=1', style: 'danger' },
    ],
  })
})

test('what came late or possibly twice says so under the headline, and in the notification', () => {
  const { text, blocks } = slackMessage(notice(), { late: '지연 알림 · 14:02에 발생', possiblyTwice: true })
  expect(blocks[1]).toMatchObject({ type: 'context', elements: [{ text: '지연 알림 · 14:02에 발생' }, {}] })
  expect(text).toContain('지연 알림 · 14:02에 발생')
})

test('what starts markup is escaped, so that a name is no link and calls nobody', () => {
  const value = '<!channel> & <https://evil.example|지금 확인>'
  const { blocks } = slackMessage(notice({ headline: `[<!here>] ${value}`, facts: [{ label: '<이름>', value }] }), now)
  expect(JSON.stringify(blocks.slice(1))).not.toMatch(/<[!h]/)
  expect(blocks[1]).toMatchObject({
    fields: [{ text: '*&lt;이름&gt;*\n&lt;!channel&gt; &amp; &lt;https://evil.example|지금 확인&gt;' }],
  })
})

test('an escaped letter or an emoji is never cut in two', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('&', '<', '가', '🚨', 'a')),
      fc.integer({ min: 1, max: 40 }),
      (parts, most) => {
        const text = slackText(parts.join(''), most)
        expect(text.length).toBeLessThanOrEqual(most)
        expect(text.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[&<>]/)
        expect(text.isWellFormed()).toBe(true)
      },
    ),
  )
})

const long = (size: number) =>
  fc.string({ minLength: 0, maxLength: 4, unit: 'grapheme' }).map((text) => text.repeat(size))
test('names of ten thousand letters and any number of facts stay within what Slack takes', () => {
  const fact = fc.record({ label: long(3_000), value: long(3_000) })
  const link = fc.record({
    label: long(50),
    url: fc.constantFrom('https://a.example/', `https://a.example/${'x'.repeat(4_000)}`),
  })
  const body = fc.record({
    headline: long(3_000).map((text) => `!${text}`),
    facts: fc.array(fact, { maxLength: 30 }),
    paragraphs: fc.array(long(2_500), { maxLength: 70 }),
    links: fc.array(link, { maxLength: 30 }),
  })
  fc.assert(
    fc.property(body, (change) => {
      const { text, blocks } = slackMessage(notice(change), now)
      expect(text.length).toBeLessThanOrEqual(3_000)
      expect(blocks.length).toBeLessThanOrEqual(50)
      for (const block of blocks) {
        if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150)
        if (block.type === 'section') {
          expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000)
          expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10)
          for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000)
        }
        if (block.type === 'actions') expect(block.elements.length).toBeLessThanOrEqual(25)
      }
      const kept = change.links.filter(({ url }) => url.length <= 3_000)
      expect(blocks.at(-1)?.type === 'actions').toBe(kept.length > 0)
    }),
    { numRuns: 40 },
  )
})
