import { Command, type ErrorOptions } from 'commander'

/**
 * Commander writes its refusals in English, but gives each a stable code: the sentence is chosen by the code, and only
 * the words of the person who typed (in quotes) are taken out of the English one.
 */
export class KoreanCommand extends Command {
  override createCommand(name?: string): KoreanCommand {
    return new KoreanCommand(name)
  }

  override error(message: string, options?: ErrorOptions): never {
    return super.error(usageSentence(options?.code ?? '', message), options)
  }
}

export function usageSentence(code: string, message: string): string {
  const [first = '', second = ''] = [...message.matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
  switch (code) {
    case 'commander.unknownCommand':
      return `‘${first}’ 명령이 없습니다.${suggestionIn(message)}`
    case 'commander.unknownOption':
      return `‘${first}’ 옵션이 없습니다.${suggestionIn(message)}`
    case 'commander.missingArgument':
      return `<${first}>을(를) 지정하지 않았습니다.`
    case 'commander.optionMissingArgument':
      return `‘${first}’ 옵션의 값을 지정하지 않았습니다.`
    case 'commander.missingMandatoryOptionValue':
      return `‘${first}’ 옵션은 꼭 지정해야 합니다.`
    case 'commander.excessArguments':
      return `지정한 값이 너무 많습니다. 공백이 든 값은 따옴표로 감싸 주세요.`
    case 'commander.conflictingOption':
      return `‘${first}’ 옵션과 ‘${second}’ 옵션은 함께 쓸 수 없습니다.`
    case 'commander.invalidArgument':
      return `‘${first}’에 ‘${second}’ 값을 쓸 수 없습니다.${reasonIn(message)}`
    default:
      return message
  }
}

function suggestionIn(message: string): string {
  const [, similar = ''] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message) ?? []
  return similar ? ` 혹시 ${similar} 인가요?` : ''
}

function reasonIn(message: string): string {
  const [, reason = ''] = /' is invalid(?: for argument '[^']*')?\.\s*([\s\S]*)$/.exec(message) ?? []
  const [, choices = ''] = /^Allowed choices are (.+)\.$/.exec(reason) ?? []
  if (choices) return ` ${choices} 중에서 골라 주세요.`
  return reason ? ` ${reason}` : ''
}
