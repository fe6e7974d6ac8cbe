import { type ReactNode, useId, useState } from 'react'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'
import { Section } from './page.tsx'

type Props = { title: string; summary: ReactNode; children: ReactNode }

/** What it comes to stands open, what it rests on behind a button: papers that nobody reads at 2 p.m. on a bad Monday. */
export function FoldedSection({ title, summary, children }: Props) {
  const [open, setOpen] = useState(false)
  const content = useId()
  const text = open ? words.common.less : words.common.unfold
  return (
    <Section
      title={title}
      about={summary}
      actions={
        <Button
          aria-expanded={open}
          aria-controls={content}
          aria-label={words.common.actOn(title, text)}
          onClick={() => setOpen(!open)}
        >
          {text}
        </Button>
      }
    >
      <div id={content} hidden={!open} className={open ? 'flex min-w-0 flex-col gap-3' : ''}>
        {open ? children : null}
      </div>
    </Section>
  )
}
