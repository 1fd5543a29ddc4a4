import { Command, Option } from 'commander'
import { ROLES, type Role } from '~/domain/permission'
import { borrowFarm, CLI_ACTOR } from '../borrow-farm'
import type { CliIo } from '../io'

interface CreateOptions {
  username: string
  role: Role
  name?: string
  passwordStdin?: boolean
}

/** `user create --username U --role R [--name N]`: the password is made up and printed once, or read from stdin. */
export function userCommand(io: CliIo): Command {
  const create = new Command('create')
    .description('let somebody sign in')
    .requiredOption('--username <name>', '2 to 32 lower-case letters, digits, dots, hyphens, underscores')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--name <name>', 'how they are shown; the user name when absent')
    .option('--password-stdin', 'read the password from standard input in place of making one up')
    .action(async ({ username, role, name = username, passwordStdin }: CreateOptions) => {
      const { createUser } = await import('~/server/services/users/create-user')
      const { generatePassword } = await import('~/server/auth/password')
      const typed = passwordStdin ? (await io.readStdin()).replace(/\r?\n$/, '') : null
      const password = typed ?? generatePassword()
      const user = await borrowFarm(io, ({ database }) =>
        createUser({ database }, CLI_ACTOR, { username, name, role, password }),
      )
      io.stdout(`created ${user.role} ${user.username}\n`)
      if (typed === null) io.stdout(`password ${password}\n`)
    })
  return new Command('user').description('people who sign in').addCommand(create)
}
