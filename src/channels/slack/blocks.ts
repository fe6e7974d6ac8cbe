import type { Button, ContextBlock, HeaderBlock, KnownBlock, MrkdwnElement, SectionBlock } from '@slack/types'
import { marksOf } from '../mail/notice-letter.ts'
import type { Circumstances, NoticeBody } from '../notice.ts'
import { plainText, slackText } from './text.ts'

/** Beyond these Slack refuses the whole message: https://docs.slack.dev/reference/block-kit/blocks */
const MOST = { blocks: 50, fields: 10, buttons: 25, header: 150, text: 3_000, field: 2_000, button: 75, url: 3_000 }

export type SlackMessage = { text: string; blocks: KnownBlock[] }

export function slackMessage(notice: NoticeBody, circumstances: Circumstances): SlackMessage {
  const marks = marksOf(circumstances)
  const head: KnownBlock[] = [headerOf(notice.headline), ...wholeHeadline(notice.headline), ...contextOf(marks)]
  const facts = chunksOf(notice.facts, MOST.fields).map(fieldsOf)
  const buttons = buttonsOf(notice.links)
  const paragraphs = notice.paragraphs.filter((paragraph) => paragraph.trim() !== '').map(sectionOf)
  const room = MOST.blocks - buttons.length
  return {
    // What a notification on the phone shows.
    text: slackText([notice.headline, ...marks].join('\n'), MOST.text),
    blocks: [...[...head, ...facts, ...paragraphs].slice(0, room), ...buttons],
  }
}

function headerOf(headline: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: plainText(headline, MOST.header), emoji: true } }
}

function wholeHeadline(headline: string): SectionBlock[] {
  return headline.length > MOST.header ? [sectionOf(headline)] : []
}

function contextOf(marks: readonly string[]): ContextBlock[] {
  return marks.length === 0 ? [] : [{ type: 'context', elements: marks.map((mark) => marked(mark, MOST.field)) }]
}

function fieldsOf(facts: NoticeBody['facts']): SectionBlock {
  return { type: 'section', fields: facts.map(fieldOf) }
}

function fieldOf({ label, value }: NoticeBody['facts'][number]): MrkdwnElement {
  const name = slackText(label, MOST.field / 4)
  return { type: 'mrkdwn', text: `*${name}*\n${slackText(value || '-', MOST.field - name.length - 3)}`, verbatim: true }
}

function sectionOf(text: string): SectionBlock {
  return { type: 'section', text: marked(text, MOST.text) }
}

/** Verbatim: a name that looks like a link, a channel or a person stays what it is. */
function marked(text: string, longest: number): MrkdwnElement {
  return { type: 'mrkdwn', text: slackText(text, longest), verbatim: true }
}

function buttonsOf(links: NoticeBody['links']): KnownBlock[] {
  const elements = links
    .filter(({ url }) => url.length <= MOST.url)
    .slice(0, MOST.buttons)
    .map(({ label, url, danger }, index): Button => {
      const text = { type: 'plain_text', text: plainText(label, MOST.button), emoji: true } as const
      return { type: 'button', action_id: `open-${index}`, text, url, ...(danger ? { style: 'danger' } : {}) }
    })
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
