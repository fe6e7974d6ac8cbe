import { describe, expect, test } from 'vitest'
import { readCount, readDay, readScore } from './cells.ts'
import { readColumns } from './columns.ts'
import { CsvFile } from './csv-file.ts'
import { readFile } from './read-file.ts'

const HEADER = '날짜,작업 유형,시도 수,성공 수'
const read = (content: string | Buffer) => readFile(new CsvFile(Buffer.from(content)))
/** `날짜,시도,성공` and a line with `요약`, as a Korean Excel writes them in CP949. */
const CP949 = Buffer.concat([
  Buffer.from([0xb3, 0xaf, 0xc2, 0xa5, 0x2c, 0xbd, 0xc3, 0xb5, 0xb5, 0x2c, 0xbc, 0xba, 0xb0, 0xf8, 0x2c]),
  Buffer.from([0xc0, 0xdb, 0xbe, 0xf7, 0x0d, 0x0a]),
  Buffer.from('2026-11-20,10,7,'),
  // 요약, and 뷁, which only CP949 has
  Buffer.from([0xbf, 0xe4, 0xbe, 0xe0, 0x94, 0xee, 0x0d, 0x0a]),
])

describe('a file is read as Excel writes it', () => {
  test('UTF-8 with and without a mark, CP949 with all of its syllables, and UTF-16', async () => {
    const text = `${HEADER}\r\n2026-11-20,요약,10,7\r\n`
    for (const [bytes, encoding] of [
      [Buffer.from(text), 'UTF-8'],
      [Buffer.from(`\uFEFF${text}`), 'UTF-8'],
      [Buffer.from(`\uFEFF${text}`, 'utf16le'), 'UTF-16'],
    ] as const) {
      const file = await read(bytes)
      expect(file.encoding).toBe(encoding)
      expect(file.lines).toEqual([{ number: 2, cells: ['2026-11-20', '요약', '10', '7'] }])
    }
    const korean = await read(CP949)
    expect([korean.encoding, korean.lines[0]?.cells]).toEqual(['CP949', ['2026-11-20', '10', '7', '요약뷁']])
  })

  test('comma, semicolon and tab; quotes with commas and line breaks; lines are numbered as an editor does', async () => {
    for (const delimiter of [',', ';', '\t']) {
      const lines = [
        HEADER.replaceAll(',', delimiter),
        '',
        ['2026-11-20', '"요약, \n""긴""; 것"', '"1,200"', '7'].join(delimiter),
        ['2026-11-21', 'b', '1', '1'].join(delimiter),
      ]
      const file = await read(lines.join('\n'))
      expect(file.delimiter).toBe(delimiter)
      expect(file.lines).toEqual([
        { number: 3, cells: ['2026-11-20', '요약, \n"긴"; 것', '1,200', '7'] },
        { number: 5, cells: ['2026-11-21', 'b', '1', '1'] },
      ])
    }
  })

  test('a quote that does not belong spoils its own line, not the file', async () => {
    const file = await read(`${HEADER}\n2026-11-20,a,1,1\n2026-11-21,b"c,1,1\n2026-11-22,d,1,1\n`)
    expect(file.lines.map(({ cells }) => cells[1])).toEqual(['a', 'd'])
    expect(file.broken).toEqual([3])
  })

  test('what is no file of outcomes is refused as a whole, with what is missing', async () => {
    await expect(read('')).rejects.toMatchObject({ code: 'outcome-file-empty' })
    await expect(read('\n \n')).rejects.toMatchObject({ code: 'outcome-file-empty' })
    await expect(read('이름,나이\na,1')).rejects.toMatchObject({
      code: 'outcome-file-columns',
      params: { columns: '날짜, 시도 수, 성공 수' },
    })
    await expect(read(`${HEADER},일자\n`)).rejects.toMatchObject({ code: 'outcome-file-twice' })
    await expect(read(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xff]))).rejects.toMatchObject({
      code: 'outcome-file-encoding',
    })
    await expect(read(`${HEADER}\n${'2026-11-20,a,1,1\n'.repeat(50_001)}`)).rejects.toMatchObject({
      code: 'outcome-file-lines',
    })
  })
})

test('headers are known in Korean and English, whatever their case and spaces; others are named', () => {
  const columns = readColumns([
    'Cost Day',
    ' Task_Type',
    '시도 건수',
    'SUCCESS',
    '만족도',
    '비고',
    '카운터: 해결',
    'counter:saved',
  ])
  expect(columns).toMatchObject({
    ignored: ['비고'],
    counters: [
      { name: '해결', place: 6 },
      { name: 'saved', place: 7 },
    ],
  })
  expect('fields' in columns && [...columns.fields]).toEqual([
    ['day', 0],
    ['task', 1],
    ['attempts', 2],
    ['successes', 3],
    ['score', 4],
  ])
})

test('days as people and Excel write them; what could be two days is none', () => {
  for (const written of [
    '2026-11-25',
    '2026. 11. 25.',
    '2026.11.25',
    '2026/11/25',
    '2026/11/25 0:00',
    '2026-11-25 00:00:00',
    '2026년 11월 25일',
    '20261125',
    '46351',
    '２０２６-11-25',
  ]) {
    expect(readDay(written), written).toBe('2026-11-25')
  }
  for (const written of ['', '11/25/2026', '25-11-26', '2026-13-01', '2026-02-30', '어제', '2026-11', '12345', '=1']) {
    expect(readDay(written), written).toBeNull()
  }
})

test('counts with thousands separators; nothing that is not whole', () => {
  for (const [written, count] of [
    ['1,200', 1200],
    ['1200', 1200],
    [' 0 ', 0],
    ['12.0', 12],
    ['１２', 12],
    ['1 200', 1200],
  ] as const) {
    expect(readCount(written), written).toBe(count)
  }
  for (const written of ['', '-1', '1.5', '1,20', '12,', 'ten', '1e3', '0x10'])
    expect(readCount(written), written).toBeNull()
  expect([readScore('4.25'), readScore('-1'), readScore('1,000'), readScore('좋음'), readScore('')]).toEqual([
    4.25,
    -1,
    1000,
    null,
    null,
  ])
})

describe('a file made to hold up whoever reads it', () => {
  test('has its long cells and titles passed over, and not searched', () => {
    const spaces = ' '.repeat(19_900)
    for (let time = 0; time < 300; time += 1) {
      expect(readDay(`2026-1-1${spaces}x`)).toBeNull()
      expect(readColumns([`카운터:a${spaces}b`])).toMatchObject({ code: 'outcome-file-columns' })
    }
  })

  test('has no more columns than anybody reads, however wide one of its lines is', async () => {
    const wide = ','.repeat(19_000)
    const { header, lines } = await read(`${HEADER}${wide}\n어제,a,1,1${wide}\n`)
    expect([header.length, lines[0]?.cells.length]).toEqual([300, 300])
  })
})
