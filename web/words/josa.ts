import { josa as hangulJosa } from 'es-hangul'

type Pair = '이/가' | '을/를' | '은/는' | '와/과' | '으로/로'

const DIGITS = ['영', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구']

/** `word` with the particle that its sound asks for, also after a digit or a Latin letter (`팀 1이`, `chatbot이`, `draft가`). */
export function josa(word: string, pair: Pair): string {
  const sound = soundOf(word.trim().toLowerCase())
  return sound === null ? hangulJosa(word, pair) : word + hangulJosa.pick(sound, pair)
}

/** A Hangul syllable that ends as the word sounds, or null where the word itself tells. */
function soundOf(word: string): string | null {
  const last = word.at(-1) ?? ''
  if (/\d/.test(last)) return DIGITS[Number(last)] ?? null
  if (!/[a-z]/.test(last)) return null
  if (last === 'l') return '을'
  if (/(?:[mn]|ng)$/.test(word)) return '은'
  return /[aeiou][bckpt]$/.test(word) ? '옥' : '오'
}
