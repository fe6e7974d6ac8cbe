import { z } from 'zod'
import { badRequest } from './api-error.ts'

export type Query = Readonly<Record<string, unknown>>

const Parameters = z.record(z.string(), z.unknown())

export function queryOf(value: unknown): Query {
  return Parameters.parse(value)
}

/** `name=a&name=b`, `name[]=a&name[]=b`, or both: clients disagree, and all of it works (reference pages and cookbook). */
export function listOf(query: Query, name: string): string[] {
  return [query[name], query[`${name}[]`]]
    .flat()
    .filter((value) => value !== undefined && value !== '')
    .map(String)
}

export function choicesOf<T extends string>(query: Query, name: string, allowed: readonly T[]): T[] {
  return listOf(query, name).map((value) => {
    const found = allowed.find((one) => one === value)
    if (found === undefined)
      throw badRequest(`Invalid value: '${value}'. Supported values are: ${quoted(allowed)}.`, name)
    return found
  })
}

export function integerOf(query: Query, name: string): number | undefined {
  const value = query[name]
  if (value === undefined || value === '') return undefined
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw badRequest(`Invalid type for '${name}': expected an integer.`, name)
  return number
}

export function limitOf(query: Query, fallback: number, max: number, min = 1): number {
  const limit = integerOf(query, 'limit') ?? fallback
  if (limit < min || limit > max)
    throw badRequest(`Invalid 'limit': expected a value between ${min} and ${max}.`, 'limit')
  return limit
}

export function textOf(query: Query, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function flagOf(query: Query, name: string): boolean | undefined {
  const value = textOf(query, name)
  if (value === undefined) return undefined
  if (value !== 'true' && value !== 'false') throw badRequest(`Invalid type for '${name}': expected a boolean.`, name)
  return value === 'true'
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ')
}
