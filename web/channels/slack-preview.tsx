import type { OpenedDelivery } from '../../src/channels/api.ts'
import { words } from '../words/index.ts'

type Words = NonNullable<OpenedDelivery['notice']>

/** The parts of a Slack message as Slack shows them: headline, marks, facts side by side, sentences, buttons. */
export function SlackPreview({ notice }: { notice: Words }) {
  return (
    <section
      aria-label={words.channels.outbox.message}
      className="flex flex-col gap-3 rounded-md border border-line p-3 text-sm wrap-anywhere select-text"
    >
      <p className="text-base font-semibold">{notice.headline}</p>
      {notice.marks.map((mark) => (
        <p key={mark} className="text-xs text-muted">
          {mark}
        </p>
      ))}
      {notice.facts.length > 0 ? (
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {notice.facts.map(({ label, value }) => (
            <div key={`${label} ${value}`} className="min-w-0">
              <dt className="font-semibold">{label}</dt>
              <dd className="whitespace-pre-wrap">{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {notice.paragraphs.map((paragraph) => (
        <p key={paragraph} className="whitespace-pre-wrap">
          {paragraph}
        </p>
      ))}
      {notice.links.length > 0 ? (
        <p className="flex flex-wrap gap-2">
          {notice.links.map(({ label, url, danger }) => (
            <a
              key={url}
              href={url}
              className={`inline-flex min-h-9 items-center rounded-md border px-3 font-medium pointer-coarse:min-h-11 ${danger ? 'border-danger text-danger' : 'border-line-strong/60 text-ink'}`}
            >
              {label}
            </a>
          ))}
        </p>
      ) : null}
    </section>
  )
}
